import type { Kernels } from '../kernels.ts';
import { matrix, overRows, row, squaredNorm } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { SelectorContext } from './selector.ts';
import { topTwo } from './uncertainty.ts';

/** Squared distances below this share of |g_i|^2 + |g_j|^2 are computed again in float64. */
const nearShare = 1e-3;

/**
 * The gradients that BADGE measures in (arXiv 1906.03671): g_i = a_i ⊗ h_i, with h_i the embedding of row i and
 * a_i = p_i - onehot(argmax p_i), what the last layer of the model would be moved by if its guess were right. They have K x D
 * numbers a row and are never written out: |g_i - g_j|^2 = |a_i|^2 |h_i|^2 + |a_j|^2 |h_j|^2 - 2 (a_i a_j) (h_i h_j).
 */
export class Gradients {
  /** N squared lengths. */
  readonly squaredNorms: Float64Array;
  private readonly residuals: Matrix;
  private readonly features: Matrix;

  private constructor(residuals: Matrix, features: Matrix, squaredNorms: Float64Array) {
    this.residuals = residuals;
    this.features = features;
    this.squaredNorms = squaredNorms;
  }

  /** `features` is N x D; `P` has K columns, and `rows` names the row of each of the N. A row of zeros in P has no gradient. */
  static async of(
    features: Matrix,
    P: Matrix,
    rows: Int32Array,
    pause: () => Promise<void>,
  ): Promise<Gradients> {
    const residuals = matrix(features.rows, P.cols);
    const squaredNorms = new Float64Array(features.rows);
    await overRows({ rows: features.rows, cols: P.cols + features.cols }, pause, (from, to) => {
      for (let i = from; i < to; i++) {
        const p = row(P, rows[i]);
        const { first } = topTwo(p);
        if (!(p[first] > 0)) continue;
        const residual = row(residuals, i);
        residual.set(p);
        residual[first] -= 1;
        squaredNorms[i] = squaredNorm(residual) * squaredNorm(row(features, i));
      }
    });
    return new Gradients(residuals, features, squaredNorms);
  }

  /** In place: distances[i] <- min(distances[i], |g_i - g_j|^2), never negative, exactly 0 for identical rows. */
  async relax(
    distances: Float64Array,
    j: number,
    { kernels, signal }: Pick<SelectorContext, 'kernels' | 'signal'>,
  ): Promise<void> {
    const ofResiduals = await productsWith(this.residuals, j, kernels, signal);
    const ofFeatures = await productsWith(this.features, j, kernels, signal);
    const { squaredNorms } = this;
    for (let i = 0; i < distances.length; i++) {
      const norms = squaredNorms[i] + squaredNorms[j];
      const distance = norms - 2 * ofResiduals[i] * ofFeatures[i];
      const isNear = distance < nearShare * norms;
      if (distances[i] === 0 || (distance >= distances[i] && !isNear)) continue;
      distances[i] = Math.min(distances[i], isNear ? this.exactDistance(i, j) : distance);
    }
  }

  private exactDistance(i: number, j: number): number {
    const product =
      dot(row(this.residuals, i), row(this.residuals, j)) * dot(row(this.features, i), row(this.features, j));
    return Math.max(0, this.squaredNorms[i] + this.squaredNorms[j] - 2 * product);
  }
}

/** The scalar products of all rows of X with row j. */
async function productsWith(
  X: Matrix,
  j: number,
  kernels: Kernels,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { data } = await kernels.product(X, matrix(X.cols, 1, row(X, j)), undefined, { signal });
  return data;
}

/** a b in float64, summed as `squaredNorm` sums, so that copies are exactly 0 apart. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
