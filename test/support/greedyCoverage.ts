import { matrix, squaredDistance } from '../../src/core/math/matrix.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';

/**
 * Greedy maximum of a coverage as its definition reads, every gain computed anew in each step: the oracle of the strategies
 * that cover. `similarity` of a squared distance; `weight` of a row, 1 by default. Gains are shares of the pool.
 */
export function greedyCoverage(
  pool: Pool,
  budget: number,
  similarity: (squaredDistance: number) => number,
  weight: (row: number) => number = () => 1,
): readonly { index: number; gain: number }[] {
  const X = pool.embeddings ?? matrix(0, 0);
  const between = (a: number, b: number): number => similarity(squaredDistance(X, a, X, b));
  const rows = [...pool.labeled, ...pool.candidates];
  const best = new Map(rows.map((n) => [n, Math.max(0, ...[...pool.labeled].map((l) => between(n, l)))]));
  const left = new Set(pool.candidates);
  return Array.from({ length: budget }, () => {
    let winner = { index: -1, gain: -1 };
    for (const index of left) {
      let gain = 0;
      for (const n of rows)
        gain += (weight(n) * Math.max(0, between(n, index) - (best.get(n) ?? 0))) / rows.length;
      if (gain > winner.gain) winner = { index, gain };
    }
    left.delete(winner.index);
    for (const n of rows) best.set(n, Math.max(best.get(n) ?? 0, between(n, winner.index)));
    return winner;
  });
}

/** exp(-(d / sigma)^2). */
export function gaussian(sigma: number): (squaredDistance: number) => number {
  return (squared) => Math.exp(-squared / sigma ** 2);
}
