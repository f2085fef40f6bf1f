import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeImport } from '../../src/dataset/imports.ts';
import type { PanelJob } from '../../src/protocol/panel.ts';
import { journalOf, labelsOf, put, temporaryFolder } from '../support/datasets.ts';
import { openSession } from './sessions.ts';

function pool(...more: string[]): string {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', ...more);
  return folder;
}

describe('Select Next Batch', () => {
  test('embeds what is missing, chooses, and keeps the manifest', async () => {
    const folder = pool('broken.jpg');
    const { session, engine } = await openSession(folder, { batchSize: 2, seed: 7 });
    await session.selectNextBatch();
    expect(engine.embeds).toHaveLength(1);
    expect(session.unreadable).toEqual([{ path: 'broken.jpg', reason: 'It is not an image.' }]);
    const { batch, paths } = session.dataset;
    expect(batch?.picks.map((pick) => pick.path)).toEqual(['a.jpg', 'b.jpg']);
    expect(batch).toMatchObject({ seed: 7, budget: 2, poolSize: 5, version: '0.0.0', shortfall: 0 });
    const saved = JSON.parse(readFileSync(path.join(paths.batches, `${batch?.id}.json`), 'utf8'));
    expect(saved).toEqual(batch);
  });

  test('again takes the labels into account, and leaves skipped images out', async () => {
    const { session, engine } = await openSession(pool(), { batchSize: 2 });
    await session.selectNextBatch();
    await session.act([
      { kind: 'label', path: 'a.jpg', label: 'cat' },
      { kind: 'skip', path: 'b.jpg', on: true },
    ]);
    await session.selectNextBatch();
    expect([...engine.selects[1].labels]).toEqual([0, -1, -1, -1]);
    expect([...engine.selects[1].excluded]).toEqual([1]);
    expect(engine.selects[1].classes).toEqual(['cat']);
    expect(session.dataset.batch?.picks.map((pick) => pick.path)).toEqual(['c.jpg', 'd.jpg']);
    expect(session.dataset.batch?.labeled).toEqual([{ index: 0, path: 'a.jpg', class: 0 }]);
  });

  test('counts the labels that are on their way to the disk', async () => {
    const { session, engine } = await openSession(pool(), { batchSize: 2 });
    const acts = ['a.jpg', 'b.jpg'].map((path) => session.act([{ kind: 'label', path, label: 'cat' }]));
    await Promise.all([session.selectNextBatch(), ...acts]);
    expect([...engine.selects[0].labels]).toEqual([0, 0, -1, -1]);
  });

  test('leaves out what does not match the glob of the panel, and names it when nothing is left', async () => {
    const { session, engine } = await openSession(pool('dir/e.jpg'), { batchSize: 2 });
    await session.choose({ within: 'dir/**' });
    await session.selectNextBatch();
    expect(session.dataset.batch?.picks.map((pick) => pick.path)).toEqual(['dir/e.jpg']);
    await session.act([{ kind: 'label', path: 'dir/e.jpg', label: 'cat' }]);
    await session.selectNextBatch();
    expect(session.banner?.message).toContain('dir/**');
    expect([...engine.selects[1].excluded]).toEqual([0, 1, 2, 3]);
  });

  test('passes on the constraints, the head and the budget of the settings', async () => {
    const settings = {
      excludeDuplicates: 'none',
      balance: 'class',
      maxPerGroup: 3,
      head: 'softmax',
    } as const;
    const { session, engine } = await openSession(pool(), { ...settings, totalBudget: 50 });
    await session.selectNextBatch();
    expect(engine.selects[0]).toMatchObject({
      constraints: { excludeDuplicates: 'none', balance: 'class', maxPerGroup: 3 },
      head: 'softmax',
      totalBudget: 50,
    });
  });

  test('with embeddings of the person embeds nothing', async () => {
    const folder = pool('e.npy');
    await writeImport(folder, 'embeddings', { file: `${folder}/e.npy` });
    const { session, engine } = await openSession(folder);
    await session.selectNextBatch();
    expect(engine.embeds).toEqual([]);
    expect(engine.selects[0].source).toMatchObject({ embeddings: { file: `${folder}/e.npy` } });
  });

  test('says so when nothing is left to choose, and makes no empty batch', async () => {
    const { session } = await openSession(pool());
    const paths = session.dataset.images.map((image) => image.path);
    await session.act(paths.map((image) => ({ kind: 'skip', path: image, on: true })));
    await session.selectNextBatch();
    expect(session.dataset.batch).toBeUndefined();
    expect(session.banner).toMatchObject({ kind: 'info' });
  });

  test('in a folder without images names the folder and the way out', async () => {
    const folder = temporaryFolder();
    const { session, engine } = await openSession(folder);
    await expect(session.selectNextBatch()).rejects.toMatchObject({ code: 'not-found', file: folder });
    expect(engine.embeds).toEqual([]);
  });
});

describe('a job', () => {
  test('tells its progress, and is over when it is over', async () => {
    const { session } = await openSession(pool());
    const seen: (PanelJob | null)[] = [];
    session.onChange(() => void (seen.at(-1) !== session.job && seen.push(session.job)));
    await session.embed();
    expect(seen[0]).toEqual({ kind: 'embed', progress: null });
    expect(seen[1]?.progress).toEqual({ phase: 'embed', done: 1, total: 4, rate: 10, secondsLeft: 3 });
    expect(session.job).toBeNull();
  });

  test('can be cancelled; then another can run', async () => {
    const { session, engine } = await openSession(pool());
    engine.isSlow = true;
    const running = session.embed();
    expect(session.cancel()).toBe(true);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.job).toBeNull();
    expect(session.cancel()).toBe(false);
    engine.isSlow = false;
    await session.selectNextBatch();
    expect(session.dataset.batch).toBeDefined();
  });

  test('says what a person should know of the encoder, once', async () => {
    const { session, engine } = await openSession(pool(), { batchSize: 2 });
    const { embed } = engine;
    engine.embed = async (request, options) => {
      const result = await embed(request, options);
      return { ...result, encoder: { ...result.encoder, notes: ['It runs one image at a time.'] } };
    };
    await session.embed();
    expect(session.banner).toEqual({ kind: 'info', message: 'It runs one image at a time.' });
    await session.selectNextBatch();
    expect(session.banner).toBeNull();
  });

  test('is one at a time', async () => {
    const { session, engine } = await openSession(pool());
    engine.isSlow = true;
    const running = session.embed();
    await expect(session.selectNextBatch()).rejects.toMatchObject({ code: 'locked' });
    expect(session.job?.kind).toBe('embed');
    session.cancel();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('holds up no label', async () => {
    const folder = pool();
    const { session, engine } = await openSession(folder);
    engine.isSlow = true;
    const running = session.embed();
    await session.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]);
    expect(session.job).not.toBeNull();
    expect(labelsOf(session.dataset)).toEqual({ 'a.jpg': 'cat' });
    session.cancel();
    await running.catch(() => undefined);
  });
});

describe('acts', () => {
  test('happen in the order they were asked for', async () => {
    const { session } = await openSession(pool());
    await Promise.all([
      session.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]),
      session.act([{ kind: 'label', path: 'a.jpg', label: 'dog' }]),
      session.undo(),
    ]);
    expect(labelsOf(session.dataset)).toEqual({ 'a.jpg': 'cat' });
  });

  test('one that is refused does not hold up the next', async () => {
    const { session } = await openSession(pool());
    const refused = session.act([{ kind: 'class-add', name: '' }]);
    const next = session.act([{ kind: 'label', path: 'b.jpg', label: 'cat' }]);
    await expect(refused).rejects.toMatchObject({ code: 'bad-input' });
    await next;
    expect(labelsOf(session.dataset)).toEqual({ 'b.jpg': 'cat' });
  });

  test('of the same tab can be taken back after a reload of the window', async () => {
    const folder = pool();
    const before = await openSession(folder, {}, 'tab-1');
    await before.session.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]);
    await before.session.close();
    const other = await openSession(folder, {}, 'tab-2');
    expect(await other.session.undo()).toBeUndefined();
    const after = await openSession(folder, {}, 'tab-1');
    expect((await after.session.undo())?.paths).toEqual(['a.jpg']);
    expect(journalOf(folder).length).toBeGreaterThan(1);
  });
});

describe('an earlier batch', () => {
  test('is shown when it is asked for, until another one is selected', async () => {
    const { session } = await openSession(pool(), { batchSize: 1 });
    await session.selectNextBatch();
    await session.act([{ kind: 'label', path: 'a.jpg', label: 'cat' }]);
    await session.selectNextBatch();
    expect(session.batch?.id).toBe('0002');
    await session.showBatch('0001');
    expect(session.batch?.picks.map(({ path: pick }) => pick)).toEqual(['a.jpg']);
    await session.act([{ kind: 'label', path: 'b.jpg', label: 'dog' }]);
    expect(session.batch?.id).toBe('0001');
    await session.selectNextBatch();
    expect(session.batch?.id).toBe('0003');
    await expect(session.showBatch('0009')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is chosen again from what its manifest says', async () => {
    const { session, engine } = await openSession(pool(), { batchSize: 2, seed: 5, balance: 'folder' });
    await session.act([{ kind: 'label', path: 'c.jpg', label: 'cat' }]);
    await session.selectNextBatch();
    await session.act([{ kind: 'label', path: 'a.jpg', label: 'dog' }]);
    await session.choose({ batchSize: 9, balance: 'none' });
    await session.replay('0001');
    const [first, again] = engine.selects;
    expect(again).toMatchObject({ seed: 5, budget: 2, classes: first.classes });
    expect([...again.labels]).toEqual([...first.labels]);
    expect(session.banner).toMatchObject({ kind: 'info', message: expect.stringContaining('the same 2') });
    expect(session.dataset.batch?.id).toBe('0001');
  });

  test('that does not come out again is told with the input that differs', async () => {
    const folder = pool();
    const { session, engine } = await openSession(folder, { batchSize: 2 });
    await session.selectNextBatch();
    const { select } = engine;
    engine.select = async (request, options) => {
      const result = await select(request, options);
      return { ...result, inputs: { ...result.inputs, embeddings: 'others' } };
    };
    await expect(session.replay('0001')).rejects.toMatchObject({
      code: 'input-differs',
      message: expect.stringContaining('embeddings'),
    });
    put(folder, 'more.jpg');
    await session.rescan();
    await expect(session.replay('0001')).rejects.toMatchObject({ message: expect.stringContaining('pool') });
  });

  test('loads no encoder only because its manifest names one', async () => {
    const { session } = await openSession(pool(), { encoder: 'some.onnx' });
    await session.selectNextBatch();
    await session.replay('0001');
    const other = await openSession(session.folder);
    await expect(other.session.replay('0001')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('some.onnx'),
    });
  });
});

describe('how the next batch is chosen', () => {
  test('is kept as settings; the parameters of another strategy go with it', async () => {
    const { session } = await openSession(pool(), { selectorParameters: { sigma: 0.5 } });
    await session.choose({ batchSize: 7, selector: 'typiclust' });
    expect(session.settings).toMatchObject({ batchSize: 7, selector: 'typiclust', selectorParameters: {} });
  });

  test.each([{ batchSize: 0 }, { maxPerGroup: 1.5 }, { selector: 'best' }])(
    'refuses %j and changes nothing',
    async (choices) => {
      const { session } = await openSession(pool());
      const before = session.settings;
      await expect(session.choose(choices)).rejects.toMatchObject({ code: 'usage' });
      expect(session.settings).toEqual(before);
    },
  );
});
