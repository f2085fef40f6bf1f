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

  test('registers every contributed command, and contributes every command', async () => {
    await theExtension().activate();
    const contributed: { command: string }[] = theExtension().packageJSON.contributes.commands;
    const ids = contributed.map(({ command }) => command).sort();
    assert.deepEqual(ids, commandNames.map((name) => `nextBatch.${name}`).sort());
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      ids.filter((id) => !registered.has(id)),
      [],
    );
  });

  test('loads its code in less than 20 ms', () => {
    const bundle = path.join(theExtension().extensionPath, 'dist/extension.js');
    const kept = require.cache[bundle];
    const times = Array.from({ length: 5 }, () => {
      delete require.cache[bundle];
      const started = performance.now();
      require(bundle);
      return performance.now() - started;
    });
    require.cache[bundle] = kept;
    // The best of five: other programs can only add.
    assert.ok(Math.min(...times) < 20, times.map((ms) => ms.toFixed(1)).join(', '));
  });

  test('loads one bundle of less than 250 kB', () => {
    const { size } = statSync(path.join(theExtension().extensionPath, 'dist/extension.js'));
    assert.ok(size < 250_000, `${size} bytes`);
  });
});
