import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { settingsTable } from '../../src/core/settings.ts';
import {
  type CommandName,
  type CommandRow,
  commandNames,
  commandTable,
} from '../../src/extension/commandTable.ts';
import { places } from '../../src/extension/menus.ts';
import { walkthrough } from '../../src/extension/walkthrough.ts';

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
      const camel = words.map((word, i) => (i === 0 ? word.toLowerCase() : upperFirst(word))).join('');
      expect(name).toBe(camel);
    }
  });

  test('stand in exactly the menus of the tables, and on keys only if they exist', () => {
    const listed = Object.entries<{ command: string; when: string; group: string }[]>(contributes.menus)
      .filter(([menu]) => menu !== 'commandPalette')
      .flatMap(([menu, entries]) =>
        entries.map(({ command, when, group }) => `${menu} ${group.split('@')[0]} ${when} ${command}`),
      );
    const rows: readonly (readonly [string, CommandRow])[] = Object.entries(commandTable);
    const wanted = rows.flatMap(([name, row]) =>
      (row.in ?? []).map((place) => {
        const { menu, group, when } = places[place];
        return `${menu} ${group} ${when} nextBatch.${name}`;
      }),
    );
    expect(listed.sort()).toEqual(wanted.sort());
    for (const { command } of contributes.keybindings) expect(ids).toContain(command);
  });

  test('have each a test inside VS Code', () => {
    const folders = ['test/extension', 'test/e2e'];
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
    );
    const tests = files.join('\n');
    const isTested = (name: CommandName): boolean =>
      [`'${name}'`, `nextBatch.${name}'`, `'Next Batch: ${commandTable[name].title}'`].some((said) =>
        tests.includes(said),
      );
    expect(commandNames.filter((name) => !isTested(name))).toEqual([]);
  });

  test('that need something to be given are not in the palette', () => {
    const hidden = contributes.menus.commandPalette.filter(({ when }: { when: string }) => when === 'false');
    expect(hidden.map(({ command }: { command: string }) => command)).toEqual(['nextBatch.showInNextBatch']);
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
  expect(untrustedWorkspaces.restrictedConfigurations).toEqual([
    'nextBatch.encoder',
    'nextBatch.executionProvider',
    'nextBatch.nodePath',
  ]);
});

test('nothing happens on start: only a panel that was open brings the extension to life', () => {
  expect(manifest.activationEvents).toEqual(['onWebviewPanel:nextBatch.panel']);
});

test('the icon is a PNG of 256 x 256', () => {
  const png = readFileSync(manifest.icon);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
});

test('the walkthrough has six steps, each with a verb, a button and a picture in the colors of the theme', () => {
  const [{ steps }] = contributes.walkthroughs;
  expect(steps.map(({ id }: { id: string }) => id)).toEqual(Object.keys(walkthrough.steps));
  expect(steps).toHaveLength(6);
  for (const [id, { title, text }] of Object.entries(walkthrough.steps)) {
    expect(title).toMatch(/^(Open|Embed|Select|Label|Look|Use) /);
    const [, command = ''] = /\n\[[^\]]+\]\(command:nextBatch\.(\w+)\)$/.exec(text) ?? [];
    expect(commandNames).toContain(command);
    const svg = readFileSync(`media/walkthrough/${id}.svg`, 'utf8');
    expect(svg).toContain('var(--vscode-foreground)');
    // The page of the walkthrough allows neither.
    expect(svg).not.toMatch(/<style|style=|<script|href=/);
  }
});

test('class colors are the same for themes and where no theme is', () => {
  const css = readFileSync('webview/styles/theme.css', 'utf8');
  const colors: { id: string; defaults: Record<string, string> }[] = contributes.colors;
  expect(colors).toHaveLength(10);
  for (const [i, { id, defaults }] of colors.entries()) {
    expect(css).toContain(`--class-${i}: var(--vscode-${id.replace('.', '-')}, ${defaults.dark});`);
    expect(Object.keys(defaults)).toEqual(['dark', 'light', 'highContrast', 'highContrastLight']);
  }
});

test('all that a person reads is kept where it can be translated', () => {
  const texts: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
  const read = textsOf(contributes).concat(textsOf(manifest.capabilities));
  expect(read.length).toBeGreaterThan(50);
  for (const text of read) {
    expect(text).toMatch(/^%[\w.-]+%$/);
    expect(texts[text.slice(1, -1)], text).toBeTruthy();
  }
});

/** All values of keys that VS Code shows to people, but for the name of the extension. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (/^(title|name|contents|description|markdownDescription|altText|label)$/.test(key))
      return entry === 'Next Batch' ? [] : [String(entry)];
    if (key === 'markdownEnumDescriptions') return entry;
    return textsOf(entry);
  });
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
