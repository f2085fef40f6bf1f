import assert from 'node:assert';
import { statSync } from 'node:fs';
import path from 'node:path';
import { commands, window } from 'vscode';
import { commandNames } from '../../src/extension/commandTable.ts';
import { theExtension } from './world.ts';

// Named so that it runs first: activation happens once.
suite('activation', () => {
  test('happens only when something of ours is asked for, and opens nothing', () => {
    assert.equal(theExtension().isActive, false);
    assert.deepEqual(
      window.tabGroups.all.flatMap((group) => group.tabs),
      [],
    );
  });

  test('takes at most 20 ms', async () => {
    const cpu = process.cpuUsage();
    const started = performance.now();
    await theExtension().activate();
    const elapsed = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    // On a busy machine the clock counts other programs too; work of ours shows in both.
    const least = Math.min(elapsed, (user + system) / 1000);
    assert.ok(least <= 20, `${elapsed.toFixed(1)} ms, ${(user + system) / 1000} ms of processor time`);
  });

  test('registers every contributed command, and contributes every command', async () => {
    const contributed: { command: string }[] = theExtension().packageJSON.contributes.commands;
    const ids = contributed.map(({ command }) => command).sort();
    assert.deepEqual(ids, commandNames.map((name) => `nextBatch.${name}`).sort());
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      ids.filter((id) => !registered.has(id)),
      [],
    );
  });

  test('loads one bundle of less than 250 kB', () => {
    const { size } = statSync(path.join(theExtension().extensionPath, 'dist/extension.js'));
    assert.ok(size < 250_000, `${size} bytes`);
  });
});
