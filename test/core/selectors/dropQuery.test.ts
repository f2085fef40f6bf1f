import { describe, expect, it } from 'vitest';
import { kmeans } from '../../../src/core/cluster/kmeans.ts';
import { nearestToCenters } from '../../../src/core/cluster/representatives.ts';
import { matrix } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import { fitDropoutHead } from '../../../src/core/model/dropout.ts';
import { mostProbable } from '../../../src/core/model/mostProbable.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pick, Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, poolOf, round, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

function labeledPool(spread: number, rows = 400): Pool {
  const { points, cluster } = clusteredMatrix(rows, 16, 4, 6, spread);
  const labels = new Int32Array(rows).fill(-1);
  for (const c of [0, 1, 2, 3])
    for (const i of [...cluster.keys()].filter((row) => cluster[row] === c).slice(0, 3)) labels[i] = c;
  return createPool({ labels, classCount: 4, embeddings: points });
}

/** In how many of the passes the head guesses another class than without dropout, by row of the pool. */
async function turns(pool: Pool, passes: number): Promise<ReadonlyMap<number, number>> {
  const ctx = { ...roundContext(), rng: createRng(0).fork('drop-query') };
  const head = await fitDropoutHead(pool, { dropout: 0.75 }, ctx);
  const guesses = mostProbable(await head.pass(-1, pool.candidates)).classes;
  const counts = new Map<number, number>();
  for (let t = 0; t < passes; t++)
    for (const [c, guess] of mostProbable(await head.pass(t, pool.candidates)).classes.entries())
      counts.set(pool.candidates[c], (counts.get(pool.candidates[c]) ?? 0) + (guess === guesses[c] ? 0 : 1));
  return counts;
}

/** How many images the picks stand for, by their reasons. */
function groupSizes(picks: readonly Pick[]): number {
  const sizes = picks.map(({ reason }) => Number(/stands for (\d+) such/.exec(reason.text)?.[1] ?? 1));
  return sizes.reduce((sum, size) => sum + size);
}

describe('drop-query', () => {
  it('picks among the images whose guess turns in most passes, if there are 25 for each pick', async () => {
    const pool = labeledPool(1.5, 1000);
    const counts = await turns(pool, 3);
    const often = [...counts.values()].filter((count) => count > 1).length;
    expect(often).toBeGreaterThan(50);
    const { picks } = await round(pool, 'drop-query', 2);
    expect(groupSizes(picks)).toBe(often);
    for (const { index, score, reason } of picks) {
      expect(counts.get(index)).toBeGreaterThan(1);
      expect(score).toBeCloseTo((counts.get(index) ?? 0) / 3, 9);
      expect(reason.text).toMatch(/^Easily turned: in [23] of 3 passes/);
    }
  });

  it('lowers the threshold where there are fewer, down to one turn', async () => {
    const pool = labeledPool(0.8);
    const counts = await turns(pool, 3);
    const turned = [...counts].filter(([, count]) => count > 0).map(([index]) => index);
    const often = [...counts].filter(([, count]) => count > 1).length;
    expect(often).toBeLessThan(25 * 10);
    expect(turned.length).toBeGreaterThan(10);
    const { picks, notes } = await round(pool, 'drop-query', 10);
    for (const { index } of picks) expect(turned).toContain(index);
    expect(groupSizes(picks)).toBe(turned.length);
    expect(notes).toEqual([]);
  });

  it('draws the rest at random where the head is steady, and says so', async () => {
    const pool = labeledPool(0.05);
    const turned = [...(await turns(pool, 3)).values()].filter((count) => count > 0).length;
    const { picks, notes } = await round(pool, 'drop-query', turned + 5);
    expect(notes).toEqual([
      `Only ${turned} different images make the head change its guess, so 5 were drawn at random.`,
    ]);
    expect(picks.slice(-5).map(({ reason }) => reason.text)).toEqual(
      Array(5).fill('Drawn at random, because the model is steady on all that are left.'),
    );
  });

  it('without labels takes the images nearest to k-means centers, and says so', async () => {
    const { points } = clusteredMatrix(200, 8, 6, 1, 0.3);
    const result = await round(poolOf(points), 'drop-query', 6);
    const ctx = { ...roundContext(), rng: createRng(0).fork('drop-query').fork('k-means') };
    const X = await measurePoints(points, ctx.pause);
    const expected = await nearestToCenters(
      X,
      await kmeans(X, { k: 6, ...ctx, progress: () => {} }),
      ctx.pause,
    );
    expect([...indicesOf(result)].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b));
    expect(result.notes.join()).toContain('There is no model yet');
    expect(result.picks[0].reason.text).toMatch(
      /^Nearest to the middle of its group; it stands for \d+ such images\.$/,
    );
  });

  it('takes labels of one class for none', async () => {
    const { points } = clusteredMatrix(60, 8, 6, 1, 0.3);
    expect((await round(poolOf(points, [0, 1]), 'drop-query', 3)).notes.join()).toContain('no model yet');
    const zeros = poolOf(matrix(10, 3));
    expect((await round(zeros, 'drop-query', 3)).picks.length).toBe(3);
  });
});
