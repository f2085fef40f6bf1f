import type { Points } from '../kernels.ts';
import { matrix, row, slice } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { SelectorContext } from './selector.ts';

const rowsPerBlock = 8192;
/** Rounding may take no more than this from a sum, as a share. */
const rounding = 1e-4;

/**
 * Upper bounds of the densities sum_n weight_n exp(-(|x_n - x_i| / sigma)^2) of all N rows, in N D^2: no pair of rows is
 * compared. With rows a and c less the center, the kernel is exp(-|a|^2 / sigma^2) exp(-|c|^2 / sigma^2) exp(x), where
 * x = 2 a c / sigma^2, and exp(x) <= 1 + x + (1/2 + rest(B)) x^2 for all |x| <= B; sums of 1, x and x^2 follow from the
 * moments of the rows. Tight where sigma is wide; +Infinity where it is so narrow that nothing can be said.
 */
export async function densityBounds(
  X: Points,
  weight: Float32Array,
  sigma: number,
  ctx: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>,
): Promise<Float64Array> {
  const { kernels, signal, pause } = ctx;
  const scale = 1 / (sigma * sigma);
  const factor = X.squaredNorms.map((norm, n) => weight[n] * Math.exp(-norm * scale));
  const { first, second } = await moments(X, factor, ctx);
  const total = factor.reduce((sum, value) => sum + value, 0);
  const longest = Math.sqrt(X.squaredNorms.reduce((most, norm) => Math.max(most, norm), 0));
  const bounds = new Float64Array(X.rows);
  for (let from = 0; from < X.rows; from += rowsPerBlock) {
    const rows = centered(X, from);
    const { data } = await kernels.product(rows, second, undefined, { signal });
    for (let r = 0; r < rows.rows; r++) {
      const c = row(rows, r);
      const norm = X.squaredNorms[from + r];
      const linear = 2 * scale * dot(c, first);
      const quadratic = 4 * scale ** 2 * dot(c, data.subarray(r * X.cols, (r + 1) * X.cols));
      const share = 1 / 2 + rest(2 * scale * Math.sqrt(norm) * longest);
      const sum = total + linear + share * Math.max(0, quadratic);
      const bound = Math.exp(-norm * scale) * sum * (1 + rounding);
      bounds[from + r] = Number.isFinite(bound) ? bound : Number.POSITIVE_INFINITY;
    }
    await pause();
  }
  return bounds;
}

/** sum_n factor_n a_n (1 x D) and sum_n factor_n a_n a_n^T (D x D). */
async function moments(
  X: Points,
  factor: Float32Array,
  { kernels, signal, pause }: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>,
): Promise<{ readonly first: Float64Array; readonly second: Matrix }> {
  const first = new Float64Array(X.cols);
  const second = new Float64Array(X.cols * X.cols);
  for (let from = 0; from < X.rows; from += rowsPerBlock) {
    const rows = centered(X, from);
    const weighted = matrix(rows.rows, X.cols);
    for (let r = 0, at = 0; r < rows.rows; r++)
      for (let j = 0; j < X.cols; j++, at++) {
        weighted.data[at] = factor[from + r] * rows.data[at];
        first[j] += weighted.data[at];
      }
    const { data } = await kernels.cross(rows, weighted, { signal });
    for (let at = 0; at < second.length; at++) second[at] += data[at];
    await pause();
  }
  return { first, second: matrix(X.cols, X.cols, Float32Array.from(second)) };
}

/** A block of rows less the center. */
function centered(X: Points, from: number): Matrix {
  const block = slice(X, from, Math.min(X.rows, from + rowsPerBlock));
  const result = matrix(block.rows, X.cols);
  for (let r = 0, at = 0; r < block.rows; r++)
    for (let j = 0; j < X.cols; j++, at++) result.data[at] = block.data[at] - X.center[j];
  return result;
}

/** (exp(x) - 1 - x - x^2 / 2) / x^2, which grows with x: the series after its third term, by the square. */
function rest(x: number): number {
  if (x < 1e-2) return x / 5;
  return (Math.expm1(x) - x - x ** 2 / 2) / x ** 2;
}

function dot(a: Float32Array, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
