import { describe, expect, it } from 'vitest';
import { measurePoints } from '../../../src/core/math/points.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { ActiveRows } from '../../../src/core/selectors/activeRows.ts';
import { BallCoverage } from '../../../src/core/selectors/ballCoverage.ts';
import { type Coverage, GaussianCoverage } from '../../../src/core/selectors/coverage.ts';
import { herd } from '../../../src/core/selectors/herding.ts';
import type { SelectorContext } from '../../../src/core/selectors/selector.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const rows = 1200;
const count = 30;
const ctx: SelectorContext = { ...roundContext(), rng: createRng(1), totalBudget: 0 };

async function active(X: Matrix, labeled: readonly number[]): Promise<ActiveRows> {
  const all = Int32Array.from({ length: X.rows }, (_, i) => i);
  return {
    points: await measurePoints(X, ctx.pause),
    rows: all,
    labeled: Int32Array.from(labeled),
    candidates: all.filter((i) => !labeled.includes(i)),
  };
}

/** The same greedy rule with every gain measured anew in each step. */
async function herdAll({ candidates, labeled }: ActiveRows, coverage: Coverage): Promise<readonly number[]> {
  await coverage.add(labeled);
  const left = new Set(candidates);
  const picks: number[] = [];
  while (picks.length < count) {
    const some = Int32Array.from(left);
    const gains = await coverage.gains(some);
    const best = some[gains.indexOf(gains.reduce((most, gain) => Math.max(most, gain), 0))];
    left.delete(best);
    picks.push(best);
    await coverage.add([best]);
  }
  return picks;
}

/** How many pairs of rows a coverage compares. */
function counted<C extends Coverage>(coverage: C, size: number): { coverage: C; pairs: () => number } {
  let pairs = 0;
  const { gains, falls, allGains } = coverage;
  coverage.gains = (positions) => {
    pairs += positions.length * size;
    return gains.call(coverage, positions);
  };
  coverage.falls = (positions, rise) => {
    pairs += positions.length * rise.rows.length;
    return falls.call(coverage, positions, rise);
  };
  coverage.allGains = (progress) => {
    pairs += (size * size) / 2;
    return allGains.call(coverage, progress);
  };
  return { coverage, pairs: () => pairs };
}

describe('herding', () => {
  const rng = createRng('weights');
  const weight = Float32Array.from({ length: rows }, () => rng.next());
  const clusters = clusteredMatrix(rows, 24, 15, 2, 0.6).points;
  const tied = normalMatrix(rows, 24, 4, { scale: 0.2 });

  it.each<[string, Matrix, readonly number[], (active: ActiveRows) => Coverage]>([
    ['clusters', clusters, [], (rows) => new GaussianCoverage(rows, 1, ctx)],
    ['clusters, some labeled', clusters, [3, 800], (rows) => new GaussianCoverage(rows, 0.7, ctx)],
    ['clusters, weighted', clusters, [], (rows) => new GaussianCoverage(rows, 0.4, ctx, weight)],
    ['nearly tied gains', tied, [], (rows) => new GaussianCoverage(rows, 1.4, ctx)],
    ['balls', clusters, [5], (rows) => new BallCoverage(rows, 0.62, ctx)],
  ])(
    'picks what greedy choice among all gains picks, and compares far fewer rows: %s',
    async (_, X, labeled, cover) => {
      const rowsOfX = await active(X, labeled);
      const lazy = counted(cover(rowsOfX), rows);
      const all = counted(cover(rowsOfX), rows);
      const herded = await herd(rowsOfX, count, lazy.coverage, ctx);
      expect(herded.map(({ position }) => position)).toEqual(await herdAll(rowsOfX, all.coverage));
      expect(lazy.pairs()).toBeLessThan(all.pairs() / 3);
    },
  );

  it('brings every gain up to date with the rises that follow one another', async () => {
    for (const cover of [
      new GaussianCoverage(await active(clusters, []), 0.8, ctx, weight),
      new BallCoverage(await active(clusters, []), 0.7, ctx),
    ]) {
      const some = [0, 17, 400, 1199];
      const before = await cover.gains(some);
      await cover.add([9, 10, 11]);
      await cover.add([600]);
      const falls = new Float64Array(some.length);
      for (const rise of cover.rises)
        for (const [i, fall] of (await cover.falls(some, rise)).entries()) falls[i] += fall;
      for (const [i, gain] of (await cover.gains(some)).entries())
        expect(before[i] - falls[i]).toBeCloseTo(gain, 3);
      const all = await cover.allGains(() => {});
      for (const [i, gain] of (await cover.gains(some)).entries()) expect(all[some[i]]).toBeCloseTo(gain, 3);
    }
  });
});
