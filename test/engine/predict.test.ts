import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { createHeadKeeper } from '../../src/engine/native/runHead.ts';
import type { PredictRequest, PredictResult } from '../../src/protocol/engine.ts';
import { labeledPool } from '../support/heads.ts';
import { roundContext } from '../support/rounds.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder, quietCall } from './images.ts';

let engine: Engine;
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

const root = mkdtempSync(path.join(tmpdir(), 'predict-'));
const { points, cluster } = clusteredMatrix(200, 8, 3, 1, 0.5);

async function predict(request: Partial<PredictRequest> = {}): Promise<PredictResult> {
  const embeddings = path.join(root, 'embeddings.npy');
  await writeNpy(embeddings, points);
  const whole: PredictRequest = {
    source: { kind: 'file', embeddings, names: Array.from(cluster, (_, i) => String(i)) },
    classes: ['a', 'b', 'c'],
    labels: cluster.map((c, i) => (i < 12 ? c : -1)),
    excluded: Int32Array.of(20),
    ...request,
  };
  return engine.predict(whole, quietCall());
}

describe('the head that is kept', () => {
  const context = roundContext();
  const loaded = { matrix: points, hash: 'points' };

  it('is fitted once for the same embeddings, labels and choice', async () => {
    const headOf = createHeadKeeper().fitter(loaded, context);
    const pool = labeledPool(points, cluster, 3, 4);
    const head = await headOf(pool, 'softmax');
    expect(await headOf({ ...pool, labels: pool.labels.slice() }, 'softmax')).toBe(head);
    expect(await headOf(pool, 'spreading')).not.toBe(head);
  });

  it('is fitted anew when a label or an embedding is another', async () => {
    const keeper = createHeadKeeper();
    const pool = labeledPool(points, cluster, 3, 4);
    const head = await keeper.fitter(loaded, context)(pool, 'softmax');
    const moved = { ...loaded, hash: 'moved' };
    expect(await keeper.fitter(moved, context)(pool, 'softmax')).not.toBe(head);
    const more = labeledPool(points, cluster, 3, 5);
    const other = await keeper.fitter(moved, context)(more, 'softmax');
    expect(other.probabilities).not.toEqual(head.probabilities);
  });
});

describe('predicting a pool', () => {
  it('names a class and its probability for every row, excluded ones too', async () => {
    const { classes, confidence, head, why, source, accuracy, isCalibrated } = await predict();
    expect(classes.filter((c, i) => c === cluster[i]).length).toBeGreaterThan(190);
    expect(confidence.every((p) => p > 1 / 3 && p <= 1)).toBe(true);
    expect([head, isCalibrated]).toEqual(['mix', false]);
    expect(source).toBe('the built-in head (logistic regression and label spreading)');
    expect(why).toMatch(/^A mix of \d+ % label spreading and .*\.$/);
    expect(accuracy?.mean).toBeGreaterThan(0.8);
  });

  it('uses the head that is asked for, and other labels give another answer', async () => {
    const auto = await predict();
    const softmax = await predict({ head: 'softmax' });
    expect(softmax.head).toBe('softmax');
    expect(softmax.confidence).not.toEqual(auto.confidence);
    const relabeled = await predict({ labels: cluster.map((c, i) => (i < 12 ? (c + 1) % 3 : -1)) });
    expect(relabeled.classes).toEqual(auto.classes.map((c) => (c + 1) % 3));
    expect(await predict()).toMatchObject({ classes: auto.classes, confidence: auto.confidence });
  });

  it('needs two classes', async () => {
    await expect(predict({ labels: new Int32Array(200).fill(-1) })).rejects.toMatchObject({
      code: 'needs-labels',
    });
  });

  it('embeds nothing: rows of a folder without an embedding are unknown', async () => {
    const folder = path.join(root, 'folder');
    await paintFolder(folder, 10);
    const images = listFolder(folder);
    const cache = path.join(root, 'cache');
    const encoder = { model: 'builtin' } as const;
    await engine.embed({ images: images.slice(0, 7), cache, encoder, thumbnails: false }, quietCall());
    const labels = Int32Array.of(0, 1, 0, 1, -1, -1, -1, -1, 0, -1);
    const { classes, confidence } = await predict({
      source: { kind: 'folder', images, encoder, cache },
      classes: ['a', 'b'],
      labels,
    });
    expect([...classes].map((c) => c >= 0)).toEqual([...Array(7).fill(true), false, false, false]);
    expect([...confidence.subarray(7)]).toEqual([0, 0, 0]);
    const embedded = await engine.embed({ images, cache, encoder, thumbnails: false }, quietCall());
    expect(embedded.embedded).toBe(3);
  });
});
