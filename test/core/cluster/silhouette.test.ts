import { describe, expect, it } from 'vitest';
import { meanSilhouette, pairDistances } from '../../../src/core/cluster/silhouette.ts';
import { matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import { measurePoints } from '../../../src/core/math/points.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const context = roundContext();

async function silhouetteOf(X: Matrix, assignments: Int32Array): Promise<number> {
  const distances = await pairDistances(await measurePoints(X, context.pause), context);
  return meanSilhouette(distances, assignments, context.pause);
}

/** As the definition reads (Rousseeuw 1987), one row at a time. */
function naive(X: Matrix, assignments: Int32Array): number {
  const distance = (i: number, j: number): number => Math.sqrt(squaredDistance(X, i, X, j));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const clusters = [...new Set(assignments)];
  const rows = [...assignments.keys()];
  return mean(
    rows.map((i) => {
      const own = rows.filter((j) => j !== i && assignments[j] === assignments[i]);
      if (own.length === 0) return 0;
      const a = mean(own.map((j) => distance(i, j)));
      const others = clusters.filter((cluster) => cluster !== assignments[i]);
      const b = Math.min(
        ...others.map((c) => mean(rows.filter((j) => assignments[j] === c).map((j) => distance(i, j)))),
      );
      return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
    }),
  );
}

describe('the mean silhouette', () => {
  it('is what its definition says, also far from the origin', async () => {
    const { points, cluster } = clusteredMatrix(600, 24, 7, 3, 0.8);
    expect(await silhouetteOf(points, cluster)).toBeCloseTo(naive(points, cluster), 5);
    const far = matrix(
      600,
      24,
      points.data.map((value) => value + 100),
    );
    expect(await silhouetteOf(far, cluster)).toBeCloseTo(naive(far, cluster), 4);
    const others = cluster.map((c, i) => (i % 5 === 0 ? (c + 1) % 7 : c));
    expect(await silhouetteOf(points, others)).toBeCloseTo(naive(points, others), 5);
  });

  it('counts a row alone in its cluster as 0, leaves out numbers nobody has, and knows no value for one cluster', async () => {
    const X = matrix(4, 1, Float32Array.of(0, 1, 10, 30));
    const assignments = Int32Array.of(0, 0, 3, 5);
    // The nearest others lie at 10 and at 9.
    expect(await silhouetteOf(X, assignments)).toBeCloseTo((9 / 10 + 8 / 9) / 4, 6);
    expect(await silhouetteOf(X, Int32Array.of(2, 2, 2, 2))).toBeNaN();
    expect(await silhouetteOf(matrix(4, 1), Int32Array.of(0, 0, 1, 1))).toBe(0);
  });
});
