import { gather, matrix, normalizeRows, overRows, row } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import type { HeadContext } from '../model/head.ts';
import type { Matrix } from '../types.ts';

/** Cosines are divided by this before they become probabilities; held-out images then tell a better temperature. */
const temperature = 0.1;

/** How a component is stood for: by each of its images, or by the mean of them. */
export const standings = ['image', 'center'] as const;
export type Standing = (typeof standings)[number];

/** The rows that stand for a component with these rows of Z. */
export function standingFor(standing: Standing, Z: Matrix, rows: ArrayLike<number>): Matrix {
  if (standing === 'image') return gather(Z, rows);
  const mean = matrix(rows.length === 0 ? 0 : 1, Z.cols);
  for (let r = 0; r < rows.length; r++)
    for (let j = 0; j < Z.cols; j++) mean.data[j] += Z.data[rows[r] * Z.cols + j];
  return mean;
}

/**
 * For each row of Z (N x d, of length 1 or zeros) the probability of each component: the softmax of the largest cosine to the
 * rows that stand for it (`components`, of any length). The most probable one is nearest. A row of zeros gets zeros, a component
 * that nothing stands for 0.
 */
export async function nearestComponent(
  Z: Matrix,
  components: readonly Matrix[],
  { kernels, signal, pause }: HeadContext,
): Promise<Matrix> {
  const points = await measurePoints(Z, pause);
  const probabilities = matrix(Z.rows, components.length);
  for (const [c, standing] of components.entries()) {
    const distances = new Float32Array(Z.rows).fill(Number.POSITIVE_INFINITY);
    const unit = matrix(standing.rows, standing.cols, standing.data.slice());
    await normalizeRows(unit, pause);
    if (unit.rows > 0) await kernels.relax(distances, points, unit, { signal });
    for (let i = 0; i < Z.rows; i++) probabilities.data[i * components.length + c] = distances[i];
  }
  await overRows(probabilities, pause, (from, to) => {
    for (let i = from; i < to; i++)
      toProbabilities(
        row(probabilities, i),
        row(Z, i).some((value) => value !== 0),
      );
  });
  return probabilities;
}

/** Squared distances of unit rows, 2 - 2 cos, to the softmax of their cosines. */
function toProbabilities(values: Float32Array, isKnown: boolean): void {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (!isKnown || !Number.isFinite(least)) {
    values.fill(0);
    return;
  }
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    values[c] = Math.exp((least - values[c]) / (2 * temperature));
    sum += values[c];
  }
  for (let c = 0; c < values.length; c++) values[c] /= sum;
}
