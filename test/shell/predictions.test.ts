import { describe, expect, test } from 'vitest';
import { writeImport } from '../../src/dataset/imports.ts';
import type { Session } from '../../src/extension/session.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { openPage } from './pageLink.ts';
import { openSession } from './sessions.ts';

const embedded = '.next-batch/cache/embeddings/k/0001.npy';

async function opened(...files: string[]) {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'broken.jpg', 'c.jpg', ...files);
  return { folder, ...(await openSession(folder)) };
}

async function labelTwo(session: Session): Promise<void> {
  await session.act([
    { kind: 'label', path: 'a.jpg', label: 'cat' },
    { kind: 'label', path: 'b.jpg', label: 'dog' },
  ]);
}

describe('predictions', () => {
  test('come when a panel opens on a folder with embeddings and labels of two classes', async () => {
    const { session, engine } = await opened(embedded);
    await labelTwo(session);
    const { client, state } = openPage(session);
    await client.ready(null);
    await expect.poll(() => state.predictions).not.toBeNull();
    expect(state.predictions).toEqual({
      classes: Int32Array.of(1, 1, -1, 1),
      confidence: Float32Array.of(0.8, 0.8, 0, 0.8),
      names: ['cat', 'dog'],
      head: 'spreading',
      source: 'the built-in head (label spreading)',
      why: 'It is right more often.',
      accuracy: { mean: 0.87, standardError: 0.02 },
    });
    expect(engine.predicts[0].labels).toEqual(Int32Array.of(0, 1, -1, -1));
    expect(engine.embeds).toEqual([]);
  });

  test.each([
    { why: 'nothing is embedded', files: [], classes: ['cat', 'dog'] },
    { why: 'one class only has labels', files: [embedded], classes: ['cat', 'cat'] },
  ])('are not asked for while $why', async ({ files, classes: [first, second] }) => {
    const { session, engine, notes } = await opened(...files);
    await session.act([
      { kind: 'label', path: 'a.jpg', label: first },
      { kind: 'label', path: 'b.jpg', label: second },
    ]);
    const { client, state } = openPage(session);
    await client.ready(null);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(state.predictions).toBeNull();
    expect(engine.predicts).toEqual([]);
    expect(notes).toEqual([]);
  });

  test('come after Select Next Batch', async () => {
    const { session, engine } = await opened(embedded);
    await labelTwo(session);
    await session.selectNextBatch();
    await expect.poll(() => session.predictions?.names).toEqual(['cat', 'dog']);
    expect(engine.predicts).toHaveLength(1);
  });

  test('of the person need neither labels nor embeddings', async () => {
    const { session, folder, engine } = await opened();
    await writeImport(folder, 'predictions', { file: `${folder}/predictions.csv` });
    session.ensurePredictions();
    await expect.poll(() => engine.predicts.length).toBe(1);
  });

  test('follow the images when others come', async () => {
    const { session, folder } = await opened(embedded);
    await labelTwo(session);
    const { client, state } = openPage(session);
    await client.ready(null);
    await expect.poll(() => state.predictions).not.toBeNull();
    put(folder, 'aa.jpg');
    await session.rescan();
    expect(state.predictions?.classes).toEqual(Int32Array.of(1, -1, 1, -1, 1));
  });
});
