import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { settingsTable } from '../../src/core/settings.ts';
import { commandNames, commandTable } from '../../src/extension/commandTable.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const contributes = manifest.contributes;

test('package.json is what the tables say', async () => {
  await expect(
    promisify(execFile)(process.execPath, ['scripts/contributes.mjs', '--check']),
  ).resolves.toBeTruthy();
});

describe('commands', () => {
  const ids: string[] = contributes.commands.map(({ command }: { command: string }) => command);

  test('are those of the table; the id is the title in camel case', () => {
    expect(ids).toEqual(commandNames.map((name) => `nextBatch.${name}`));
    for (const name of commandNames) {
      const words = commandTable[name].title.replace(' Shown', '').split(' ');
      const camel = words.map((word, i) => (i === 0 ? word.toLowerCase() : word)).join('');
      expect(name).toBe(camel);
    }
  });

  test('appear in menus and on keys only if they exist', () => {
    const menus = Object.values<{ command: string }[]>(contributes.menus).flat();
    for (const { command } of [...menus, ...contributes.keybindings]) expect(ids).toContain(command);
  });

  test('on keys are bound to the panel, so that an editor keeps its own Ctrl+Z', () => {
    expect(contributes.keybindings).toHaveLength(3);
    for (const { when } of contributes.keybindings) {
      expect(when).toContain("activeWebviewPanelId == 'nextBatch.panel'");
      expect(when).toContain('!nextBatch.typing');
    }
  });
});

test('settings are those of the table', () => {
  const { properties } = contributes.configuration;
  expect(Object.keys(properties)).toEqual(Object.keys(settingsTable).map((name) => `nextBatch.${name}`));
  for (const [name, row] of Object.entries(settingsTable))
    expect(properties[`nextBatch.${name}`]).toMatchObject({ default: row.default, scope: row.scope });
});

test('settings that load code or models are restricted in a workspace nobody trusts', () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  expect(untrustedWorkspaces.supported).toBe('limited');
  expect(untrustedWorkspaces.restrictedConfigurations).toEqual(['nextBatch.encoder', 'nextBatch.nodePath']);
});

test('nothing happens on start: only a panel that was open brings the extension to life', () => {
  expect(manifest.activationEvents).toEqual(['onWebviewPanel:nextBatch.panel']);
});

test('the icon is a PNG of 256 x 256', () => {
  const png = readFileSync(manifest.icon);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
});
