import assert from 'node:assert';
import { workspace } from 'vscode';
import { type SettingName, settingsTable } from '../../src/core/settings.ts';
import { theExtension } from './world.ts';

suite('settings', () => {
  test('VS Code knows every row of the table, with its default, and no other', () => {
    const { properties } = theExtension().packageJSON.contributes.configuration;
    const names = Object.keys(settingsTable) as SettingName[];
    assert.deepEqual(Object.keys(properties).sort(), names.map((name) => `nextBatch.${name}`).sort());
    const configuration = workspace.getConfiguration('nextBatch');
    for (const name of names)
      assert.deepEqual(configuration.inspect(name)?.defaultValue, settingsTable[name].default, name);
  });

  test('the cache stays out of the file watcher and the search', () => {
    const excluded = workspace.getConfiguration().get<Record<string, boolean>>('files.watcherExclude');
    assert.equal(excluded?.['**/.next-batch/cache/**'], true);
    assert.equal(
      workspace.getConfiguration().get<Record<string, boolean>>('search.exclude')?.['**/.next-batch/cache'],
      true,
    );
  });
});
