import assert from 'node:assert';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationTarget, workspace } from 'vscode';
import { imageFolder, labelRows, open, run, sessionOf, tearDown } from './world.ts';

suite('bad input in the panel', () => {
  teardown(tearDown);

  test('a folder without images gets one sentence that names it, and the way out', async () => {
    const folder = path.join(imageFolder(), 'empty');
    mkdirSync(folder);
    await run('selectNextBatch', folder);
    const { banner } = sessionOf(folder);
    assert.ok(banner);
    assert.equal(banner.kind, 'error');
    assert.ok(banner.message.includes(folder), banner.message);
    assert.equal(banner.button?.command, 'openImageFolder');
  });

  test('a folder with one image gives a batch of one', async () => {
    const folder = imageFolder();
    for (const { file } of (await open(folder)).dataset.images.slice(1)) rmSync(file);
    await sessionOf(folder).rescan();
    await run('selectNextBatch', folder);
    const { batch } = sessionOf(folder).dataset;
    assert.equal(batch?.picks.length, 1, JSON.stringify(sessionOf(folder).banner));
    assert.equal(batch?.shortfall, 19);
  });

  test('when everything is labeled, it says so, and that is no error', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await session.act(
      session.dataset.images.map((image) => ({ kind: 'label', path: image.path, label: 'x' })),
    );
    await run('selectNextBatch', folder);
    assert.equal(session.banner?.kind, 'info');
    assert.equal(session.dataset.batch, undefined);
  });

  test('rows that are wrong are reported, and those that are right are kept', async () => {
    const folder = imageFolder();
    const rows = ['image 10.jpg,disc', 'image 10.jpg,bars', 'gone.jpg,disc', 'image 11.jpg,bars'];
    writeFileSync(path.join(folder, 'labels.csv'), `path,label\n${rows.join('\n')}\n`);
    const { dataset } = await open(folder);
    assert.equal(dataset.annotations.get('image 11.jpg')?.label, 'bars');
    assert.equal(dataset.annotations.get('image 10.jpg')?.label, 'bars');
    const kinds = dataset.problems.map(({ kind }) => kind);
    assert.ok(kinds.includes('duplicate-row') && kinds.includes('missing-image'), kinds.join());
    await dataset.act([{ kind: 'label', path: 'image 12.jpg', label: 'disc' }]);
    await dataset.flush();
    assert.ok(labelRows(folder).includes('gone.jpg,disc'));
  });

  test('an encoder that is not one is named, with the setting that names it', async () => {
    const folder = imageFolder();
    const encoder = path.join(folder, 'not an encoder.onnx');
    writeFileSync(encoder, 'nothing');
    const settings = workspace.getConfiguration('nextBatch');
    await settings.update('encoder', encoder, ConfigurationTarget.Global);
    try {
      await run('selectNextBatch', folder);
      const { banner } = sessionOf(folder);
      assert.ok(banner);
      assert.equal(banner.kind, 'error');
      assert.ok(banner.message.includes('not an encoder.onnx'), banner.message);
      assert.equal(banner.button?.command, 'chooseEncoder');
      assert.doesNotMatch(banner.message, /\n|\bat .*:\d+/);
    } finally {
      await settings.update('encoder', undefined, ConfigurationTarget.Global);
    }
  });
});
