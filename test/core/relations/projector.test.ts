import { describe, expect, it } from 'vitest';
import { matrix, row } from '../../../src/core/math/matrix.ts';
import type { HeadContext } from '../../../src/core/model/head.ts';
import { createPool } from '../../../src/core/pool.ts';
import { learnRelations } from '../../../src/core/relations/projector.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { accuracyOn, headContext, labeledPool } from '../../support/heads.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';
import { toldRelations } from '../../support/toldRelations.ts';

/** Four classes that lie apart in the first columns, and in many more columns what has nothing to do with them. */
function hiddenClasses(size = 400, noise = 1): { readonly points: Matrix; readonly truth: Int32Array } {
  const rng = createRng('hidden classes');
  const truth = Int32Array.from({ length: size }, () => rng.below(4));
  const points = matrix(size, 24);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < 24; j++)
      points.data[i * 24 + j] = j < 4 ? (truth[i] === j ? 2 : 0) + 0.4 * rng.normal() : noise * rng.normal();
  return { points, truth };
}

function unlabeled(points: Matrix): Pool {
  return createPool({ labels: new Int32Array(points.rows).fill(-1), classCount: 0, embeddings: points });
}

describe('learning from relations', () => {
  it('says that there is nothing to learn from', async () => {
    const { points } = clusteredMatrix(60, 8, 3, 1);
    const learned = await learnRelations(unlabeled(points), toldRelations(), headContext());
    expect(learned).toMatchObject({ kind: 'none', predictions: undefined, features: undefined });
  });

  it('projects by groups that have no name, so that their images lie together', async () => {
    const { points, truth } = hiddenClasses();
    const groups = [0, 1, 2, 3].map((c) => [...truth.keys()].filter((i) => truth[i] === c).slice(0, 20));
    const pool = unlabeled(points);
    const different: [number, number][] = [[groups[0][0], groups[1][0]]];
    const { kind, predictions, features } = await learnRelations(
      pool,
      toldRelations({ groups, different }),
      headContext(),
    );
    expect([kind, predictions]).toEqual(['linear', undefined]);
    if (features === undefined) throw new Error('no features');
    expect(features.rows).toBe(points.rows);
    for (let i = 0; i < 10; i++) expect(Math.hypot(...row(features, i))).toBeCloseTo(1, 5);
    const rest = [...truth.keys()].filter((i) => !groups.flat().includes(i));
    const before = nearestIsRight(points, rest, groups.flat(), truth);
    const after = nearestIsRight(features, rest, groups.flat(), truth);
    expect(after).toBeGreaterThan(before + 0.1);
  });

  it('learns from one group, and from images that only differ by the prior', async () => {
    const { points } = clusteredMatrix(80, 8, 3, 1);
    const pool = unlabeled(points);
    for (const told of [{ groups: [[1, 5, 7]] }, { different: [[0, 1]] as [number, number][] }]) {
      const { kind, features } = await learnRelations(pool, toldRelations(told), headContext());
      expect(kind).toBe('linear');
      expect(features?.data.every(Number.isFinite)).toBe(true);
    }
    const without = await learnRelations(pool, toldRelations({ different: [[0, 1]] }), headContext(), {
      prior: false,
    });
    expect(without.kind).toBe('none');
  });

  it('leaves few labels to the head', async () => {
    const { points, cluster } = clusteredMatrix(100, 8, 3, 1);
    const pool = labeledPool(points, cluster, 3, 2);
    const { kind, why, predictions, features } = await learnRelations(pool, toldRelations(), headContext());
    expect(kind).toBe('head');
    expect(why).toContain('so few');
    expect(predictions?.probabilities.rows).toBe(100);
    expect(features?.rows).toBe(100);
  });

  it('takes the projection as asked, with probabilities that held-out images calibrate', async () => {
    const { points, truth } = hiddenClasses();
    const pool = labeledPool(points, truth, 4, 20);
    const { kind, predictions } = await learnRelations(pool, toldRelations(), headContext(), {
      projector: 'linear',
    });
    expect(kind).toBe('linear');
    if (predictions === undefined) throw new Error('no predictions');
    expect(predictions.isCalibrated).toBe(true);
    for (let i = 0; i < 400; i++)
      expect(row(predictions.probabilities, i).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    const accuracy = accuracyOn(predictions, pool, truth);
    expect(accuracy).toBeGreaterThan(0.6);
    expect(Math.abs((predictions.accuracy?.mean ?? 0) - accuracy)).toBeLessThan(0.15);
  });

  it('says both shares, and leaves the head only for one that is right more often', async () => {
    const { points, truth } = hiddenClasses();
    const pool = labeledPool(points, truth, 4, 20);
    const { kind, why } = await learnRelations(pool, toldRelations(), headContext());
    const shares = [...why.matchAll(/(\d+) %/g)].map((match) => Number(match[1]));
    expect(shares).toHaveLength(2);
    if (shares[0] <= shares[1]) expect(kind).toBe('head');
    expect(why.startsWith(kind === 'head' ? 'The head' : 'A linear projection')).toBe(true);
  });

  it('gives an image without an embedding no direction, and the same result for the same seed', async () => {
    const { points, truth } = hiddenClasses();
    points.data.fill(0, 7 * 24, 8 * 24);
    const learn = () =>
      learnRelations(labeledPool(points, truth, 4, 20), toldRelations(), headContext(3), {
        projector: 'linear',
      });
    const [first, second] = [await learn(), await learn()];
    if (first.features === undefined) throw new Error('no features');
    expect(row(first.features, 7).every((value) => value === 0)).toBe(true);
    expect(row(first.features, 8).some((value) => value !== 0)).toBe(true);
    expect(second.features?.data).toEqual(first.features.data);
    expect(second.predictions?.probabilities.data).toEqual(first.predictions?.probabilities.data);
  });

  it('trains a network as asked, with any loss, the same for the same seed', async () => {
    const { points, truth } = hiddenClasses();
    const learn = (loss?: string) =>
      learnRelations(labeledPool(points, truth, 4, 20), toldRelations(), headContext(5), {
        projector: 'mlp',
        ...(loss !== undefined && { loss }),
      });
    const [first, second] = [await learn(), await learn()];
    expect(first.kind).toBe('mlp');
    expect(first.why).toContain('small network');
    expect(second.features?.data).toEqual(first.features?.data);
    if (first.features === undefined) throw new Error('no features');
    const known = labeledPool(points, truth, 4, 20).labeled;
    const rest = [...truth.keys()].filter((i) => !known.includes(i));
    const before = nearestIsRight(points, rest, [...known], truth);
    expect(nearestIsRight(first.features, rest, [...known], truth)).toBeGreaterThan(before + 0.05);
    await expect(learn('no such loss')).rejects.toMatchObject({ code: 'usage' });
  });

  it('ends the training of a network when asked to', async () => {
    const { points, truth } = hiddenClasses();
    const controller = new AbortController();
    const ctx = headContext(0, controller.signal);
    const progress: HeadContext['progress'] = ({ total }) => {
      if (total === 500) controller.abort();
    };
    const pool = labeledPool(points, truth, 4, 20);
    const learning = learnRelations(pool, toldRelations(), { ...ctx, progress }, { projector: 'mlp' });
    await expect(learning).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('stops when asked to', async () => {
    const controller = new AbortController();
    controller.abort();
    const pool = unlabeled(normalMatrix(200, 8, 1));
    const learning = learnRelations(
      pool,
      toldRelations({ groups: [[0, 1]] }),
      headContext(0, controller.signal),
    );
    await expect(learning).rejects.toMatchObject({ code: 'cancelled' });
  });
});

function nearestIsRight(
  X: Matrix,
  rows: readonly number[],
  known: readonly number[],
  truth: Int32Array,
): number {
  const cosine = (a: number, b: number): number => {
    const [u, v] = [row(X, a), row(X, b)];
    return u.reduce((sum, value, j) => sum + value * v[j], 0) / (Math.hypot(...u) * Math.hypot(...v));
  };
  const right = rows.filter((i) => {
    const best = known.reduce((a, b) => (cosine(i, b) > cosine(i, a) ? b : a));
    return truth[best] === truth[i];
  });
  return right.length / rows.length;
}
