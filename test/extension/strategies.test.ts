import assert from 'node:assert';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commands, TabInputCustom, window } from 'vscode';
import { npyHeader } from '../../src/dataset/npy.ts';
import { imageFolder, open, run, sessionOf, tearDown, until } from './world.ts';

const kinds = ['disc', 'bars', 'checks'];

suite('strategies', () => {
  teardown(tearDown);

  test('Choose Strategy changes the setting of the folder, and lets parameters of another one go', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await give('chooseStrategy', { folder, strategy: 'max-herding' });
    await until('the session knows', () => session.settings.selector === 'max-herding');
    await give('chooseStrategy', { folder, strategy: 'auto' });
    await until('it is as before', () => session.settings.selector === 'auto');
  });

  test('Choose Strategy refuses a name that is none, with the names there are', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await give('chooseStrategy', { folder, strategy: 'best' });
    assert.equal(session.settings.selector, 'auto');
    assert.match(session.banner?.message ?? '', /must be one of auto, random/);
  });

  test('Advise Strategy says which one and why, and Use It chooses it', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    await run('adviseStrategy', folder);
    assert.ok(session.advice, JSON.stringify(session.banner));
    assert.notEqual(session.advice.why, '');
    const { selector } = session.advice;
    await session.answerAdvice('use');
    await until('it is chosen', () => session.settings.selector === selector);
    assert.equal(session.advice, null);
    await give('chooseStrategy', { folder, strategy: 'auto' });
    await until('it is as before', () => session.settings.selector === 'auto');
  });

  test('Import Predictions has a file of the person take the place of the head, and says how much it holds', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const file = path.join(folder, 'predictions.csv');
    const rows = session.dataset.images.map(
      ({ path: image }, i) => `${quoted(image)},${i % 2 ? 0.9 : 0.2},${i % 2 ? 0.1 : 0.8}`,
    );
    writeFileSync(file, `path,p_disc,p_bars\n${rows.join('\n')}\n`);
    await give('importPredictions', { folder, file });
    assert.equal(session.imports.predictions?.file, file, JSON.stringify(session.banner));
    assert.match(
      session.banner?.message ?? '',
      /predictions\.csv is used in place of the built-in head: 61 images, 2 classes/,
    );
    await until('the chips are told', () => session.predictions?.head === 'own');
    assert.equal(session.predictions?.source, 'predictions.csv');
  });

  test('Import Predictions refuses a file that is wrong with one sentence, and changes nothing', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const file = path.join(folder, 'wrong.csv');
    writeFileSync(file, `path,p_disc,p_bars\n${quoted(session.dataset.images[0].path)},0.9,0.9\n`);
    await give('importPredictions', { folder, file });
    assert.equal(session.imports.predictions, undefined);
    assert.equal(session.banner?.kind, 'error');
    assert.match(session.banner?.message ?? '', /sums to 1\.8, not to 1/);
  });

  test('Import Embeddings has a file of the person take the place of the encoder', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const { length } = session.dataset.images;
    const file = path.join(folder, 'embeddings.npy');
    const values = Float32Array.from({ length: 4 * length }, (_, i) => Math.sin(i));
    writeFileSync(file, Buffer.concat([npyHeader(length, 4), Buffer.from(values.buffer)]));
    await give('importEmbeddings', { folder, file });
    assert.match(session.banner?.message ?? '', /embeddings\.npy is used in place of the encoder: 61 images/);
    await run('selectNextBatch', folder);
    assert.equal(session.dataset.batch?.picks.length, 20, JSON.stringify(session.banner));
    assert.equal(session.dataset.batch?.encoder, null);
  });

  test('Simulate Strategies keeps the curves beside the labels and opens them', async () => {
    const folder = imageFolder();
    const session = await open(folder);
    const file = path.join(folder, 'truth.csv');
    const rows = session.dataset.images.map(({ path: image }, i) => `${quoted(image)},${kinds[i % 3]}`);
    writeFileSync(file, `path,label\n${rows.join('\n')}\n`);
    await give('simulateStrategies', {
      folder,
      file,
      strategies: ['random', 'typiclust'],
      budgets: [3, 6],
      seeds: 1,
    });
    const kept = path.join(folder, '.next-batch/simulations');
    assert.ok(existsSync(kept), JSON.stringify(session.banner));
    assert.deepEqual(
      readdirSync(kept)
        .map((name) => path.extname(name))
        .sort(),
      ['.csv', '.json', '.svg'],
    );
    await until('the curves are shown', () =>
      window.tabGroups.all
        .flatMap((group) => group.tabs)
        .some(({ input }) => input instanceof TabInputCustom && input.uri.path.endsWith('.svg')),
    );
    assert.match(sessionOf(folder).banner?.message ?? '', /^Simulated strategies: 2; seeds: 1\./);
  });
});

/** Runs a command with answers to its questions. */
async function give(name: string, answers: object): Promise<void> {
  await commands.executeCommand(`nextBatch.${name}`, answers);
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
