import assert from 'node:assert';
import path from 'node:path';
import { ViewColumn, window, workspace } from 'vscode';
import { imageFolder, panelTitles, run, sessionOf, tearDown, until } from './world.ts';

suite('map', () => {
  teardown(tearDown);

  test('Open Cluster Map opens beside the text that is edited, which keeps the focus', async () => {
    const folder = imageFolder();
    const document = await workspace.openTextDocument({ content: 'import torch', language: 'python' });
    await window.showTextDocument(document, ViewColumn.One);
    await run('openClusterMap', folder);
    await until('the panel is there', () => panelTitles().join() === path.basename(folder));
    const [, beside] = window.tabGroups.all;
    assert.equal(beside?.activeTab?.label, path.basename(folder));
    // Long enough for a page to load, which must not take the focus either.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal(window.activeTextEditor?.document, document);
    assert.equal(window.tabGroups.activeTabGroup.viewColumn, ViewColumn.One);
  });

  test('Open Cluster Map shows the panel that is there', async () => {
    const folder = imageFolder();
    await run('openClusterMap', folder);
    await run('openClusterMap', folder);
    await until('one panel is there', () => panelTitles().join() === path.basename(folder));
    assert.equal(window.tabGroups.all.length, 1);
  });

  test('a map of the folder is worked out by the engine from what is embedded', async () => {
    const folder = imageFolder();
    await run('embedFolder', folder);
    const session = sessionOf(folder);
    const map = await session.views.map.follow({});
    assert.equal(map.share, 1);
    const placed = map.points.filter((value, at) => at % 2 === 0 && !Number.isNaN(value));
    assert.equal(placed.length, session.dataset.images.length - 1);
  });
});
