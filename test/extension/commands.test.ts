import assert from 'node:assert';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationTarget, commands, env, Uri, window, workspace } from 'vscode';
import { similarImages } from '../../src/extension/clusters/similarImages.ts';
import { brokenName, imageCount } from '../e2e/imageNames.ts';
import { imageFolder, labelRows, open, panelTitles, run, sessionOf, tearDown, until } from './world.ts';

suite('commands', () => {
  teardown(tearDown);

  test('Open Image Folder opens one tab, lists the images and writes nothing', async () => {
    const folder = imageFolder();
    const before = readdirSync(folder).sort();
    const session = await open(folder);
    assert.equal(session.dataset.images.length, imageCount + 1);
    await until('one panel is there', () => panelTitles().join() === path.basename(folder));
    assert.equal(existsSync(path.join(folder, 'labels.csv')), false);
    assert.deepEqual(
      readdirSync(folder)
        .filter((name) => name !== '.next-batch')
        .sort(),
      before,
    );
  });

  test('Show Panel shows the panel that is there', async () => {
    const folder = imageFolder();
    await run('showPanel', folder);
    await run('showPanel', folder);
    await until('one panel is there', () => panelTitles().join() === path.basename(folder));
  });

  test('Embed Folder embeds every readable image and lists the others with a reason', async () => {
    const folder = imageFolder();
    await run('embedFolder', folder);
    const session = sessionOf(folder);
    assert.equal(session.banner, null);
    assert.deepEqual(
      session.unreadable.map((entry) => entry.path),
      [brokenName],
    );
    assert.notEqual(session.unreadable[0].reason, '');
    assert.ok(filesUnder(session.dataset.paths.cache).some((name) => name.endsWith('.npy')));
  });

  test('Select Next Batch chooses as many images as the setting says and keeps a manifest', async () => {
    const folder = imageFolder();
    await run('selectNextBatch', folder);
    const { batch, paths } = sessionOf(folder).dataset;
    assert.ok(batch, JSON.stringify(sessionOf(folder).banner));
    const picked = batch.picks.map((pick) => pick.path);
    assert.equal(new Set(picked).size, 20);
    assert.ok(!picked.includes(brokenName));
    const [manifest] = readdirSync(paths.batches);
    const saved = JSON.parse(readFileSync(path.join(paths.batches, manifest), 'utf8'));
    assert.deepEqual(
      saved.picks.map((pick: { path: string }) => pick.path),
      picked,
    );
  });

  test('Select Next Batch takes the labels given so far and the settings into account', async () => {
    const folder = imageFolder();
    const settings = workspace.getConfiguration('nextBatch');
    await settings.update('batchSize', 7, ConfigurationTarget.Global);
    try {
      await run('selectNextBatch', folder);
      const { dataset } = sessionOf(folder);
      const first = dataset.batch?.picks.map((pick) => pick.path) ?? [];
      assert.equal(first.length, 7);
      await sessionOf(folder).act(first.map((image) => ({ kind: 'label', path: image, label: 'disc' })));
      await run('selectNextBatch', folder);
      const second = dataset.batch?.picks.map((pick) => pick.path) ?? [];
      assert.equal(second.length, 7);
      assert.deepEqual(
        second.filter((image) => first.includes(image)),
        [],
      );
      assert.equal(dataset.batch?.labeled.length, 7);
    } finally {
      await settings.update('batchSize', undefined, ConfigurationTarget.Global);
    }
  });

  test('Show Batch goes back to an earlier batch', async () => {
    const folder = imageFolder();
    await run('selectNextBatch', folder);
    const session = sessionOf(folder);
    const first = session.dataset.batch;
    await session.act([{ kind: 'label', path: first?.picks[0].path ?? '', label: 'disc' }]);
    await run('selectNextBatch', folder);
    assert.equal(session.batch?.id, '0002');
    await commands.executeCommand('nextBatch.showBatch', { folder, batch: '0001' });
    assert.equal(session.batch?.id, '0001');
    assert.equal(session.dataset.batch?.id, '0002');
  });

  test('Replay Batch says that the same images come out, or names the input that differs', async () => {
    const folder = imageFolder();
    await run('selectNextBatch', folder);
    const session = sessionOf(folder);
    await session.act([{ kind: 'label', path: session.dataset.images[0].path, label: 'disc' }]);
    await commands.executeCommand('nextBatch.replayBatch', { folder, batch: '0001' });
    assert.equal(session.banner?.kind, 'info', session.banner?.message);
    rmSync(session.dataset.images[1].file);
    await session.rescan();
    await commands.executeCommand('nextBatch.replayBatch', { folder, batch: '0001' });
    assert.equal(session.banner?.kind, 'error');
    assert.ok(session.banner?.message.includes('pool'), session.banner?.message);
  });

  test('Show in Next Batch opens the folder of an image; an open folder that has it shows it', async () => {
    const folder = imageFolder();
    const show = (name: string) =>
      commands.executeCommand('nextBatch.showInNextBatch', Uri.file(path.join(folder, name)));
    await show('image 10.jpg');
    await until('a panel is there', () => panelTitles().join() === path.basename(folder));
    await show('sub folder/näh & fern.png');
    assert.equal(panelTitles().join(), path.basename(folder));
    assert.equal(sessionOf(folder).banner, null);
  });

  test('Find Similar Images opens the folder of an image of the Explorer; what is found is like it', async () => {
    const folder = imageFolder();
    const find = (argument: unknown, selected?: unknown) =>
      commands.executeCommand('nextBatch.findSimilarImages', argument, selected);
    const image = Uri.file(path.join(folder, 'image 10.jpg'));
    await find(image);
    await until('a panel is there', () => panelTitles().join() === path.basename(folder));
    await run('embedFolder', folder);
    await find(image, [image, Uri.file(path.join(folder, 'image 11.jpg'))]);
    await find({ folder, image: 'image 10.jpg' });
    const session = sessionOf(folder);
    assert.equal(session.banner, null);
    const ask = { like: ['image 10.jpg'], unlike: [] };
    const { paths, distances } = await session.ask((parts) => similarImages(parts, ask, {}), {});
    assert.equal(paths.length, imageCount - 1);
    assert.ok(!paths.includes('image 10.jpg') && !paths.includes(brokenName));
    assert.ok(distances.every((distance, i) => i === 0 || distance >= distances[i - 1]));
  });

  test('Cancel Running Job ends the job, and it is no error', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const running = run('embedFolder', folder);
    await until('the job runs', () => session.job !== null);
    await run('cancelRunningJob');
    await running;
    assert.equal(session.job, null);
    assert.equal(session.banner, null);
  });

  test('Undo Last Act takes the last decision back, Redo does it again', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const [first, second] = session.dataset.images;
    await session.act([{ kind: 'label', path: first.path, label: 'disc' }]);
    await session.act([{ kind: 'label', path: second.path, label: 'bars' }]);
    await run('undoLastAct', folder);
    await session.dataset.flush();
    assert.equal(labelRows(folder).length, 1);
    await run('redo', folder);
    await session.dataset.flush();
    assert.equal(labelRows(folder).length, 2);
  });

  test('Copy Training Loader copies code that reads this labels.csv', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await env.clipboard.writeText('nothing yet');
    let code = 'nothing yet';
    while (code === 'nothing yet') {
      await answerFirst(run('copyTrainingLoader', folder));
      code = await env.clipboard.readText();
    }
    assert.ok(code.includes(JSON.stringify(session.dataset.paths.labels)), code);
  });

  test('Clear Cache deletes what can be made again and nothing else', async () => {
    const folder = imageFolder();
    await run('embedFolder', folder);
    const session = sessionOf(folder);
    await session.act([{ kind: 'label', path: session.dataset.images[0].path, label: 'disc' }]);
    await run('clearCache', folder);
    assert.deepEqual(
      filesUnder(session.dataset.paths.cache).filter((name) => name.endsWith('.npy')),
      [],
    );
    await session.dataset.flush();
    assert.equal(labelRows(folder).length, 1);
  });

  test('Show Log opens the output of Next Batch', async () => {
    await run('showLog');
    await until('the log is a visible document', () =>
      window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'),
    );
  });
});

/** Takes the first entry of the choice that `asking` opens. One that has no entries yet closes without an answer. */
async function answerFirst(asking: Promise<void>): Promise<void> {
  let isAnswered = false;
  const answered = asking.then(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    await Promise.race([answered, wait(300)]);
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
}

function filesUnder(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}
