import type { Kernels } from '../../src/core/kernels.ts';
import { gather, matrix } from '../../src/core/math/matrix.ts';
import type { Matrix } from '../../src/core/types.ts';

/**
 * Trustworthiness (Venna and Kaski 2001) of a map of X (N x D): 1 less what is shown as near though it is far, by ranks,
 * within the given rows alone. `points`: N x 2.
 */
export async function trustworthiness(
  X: Matrix,
  points: Float32Array,
  rows: ArrayLike<number>,
  k: number,
  kernels: Kernels,
): Promise<number> {
  const high = gather(X, rows);
  const low = gather(matrix(X.rows, 2, points), rows);
  const n = rows.length;
  const shown = await kernels.nearest(low, low, k, { excludeSelf: true });
  let excess = 0;
  for (let i = 0; i < n; i++) {
    const distances = distancesFrom(high, i);
    for (let s = i * k; s < (i + 1) * k; s++) {
      const distance = distances[shown.indices[s]];
      let rank = 1;
      for (let j = 0; j < n; j++) if (j !== i && distances[j] < distance) rank++;
      excess += Math.max(0, rank - k);
    }
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * excess;
}

function distancesFrom({ data, rows, cols }: Matrix, i: number): Float32Array {
  const distances = new Float32Array(rows);
  for (let j = 0; j < rows; j++) {
    let sum = 0;
    for (let p = i * cols, q = j * cols; p < (i + 1) * cols; p++, q++) sum += (data[p] - data[q]) ** 2;
    distances[j] = sum;
  }
  return distances;
}
