import type { Points } from '../../core/kernels.ts';
import { matrix, slice, squaredNorm } from '../../core/math/matrix.ts';
import type { Matrix } from '../../core/types.ts';

/** Below this share of |a|^2 + |b|^2 a squared distance from the float32 product is computed again in float64. */
const nearShare = 1e-3;
/** A bound on the rounding of such a distance, as a share of |a|^2 + |b|^2. */
const errorShare = 1e-5;
/** Bias or norm of a row that is not there. */
export const farthest = 3e38;

/** Some rows of C less the center, and bias_c such that |x - c|^2 = |x'|^2 + bias_c - 2 x c'. */
export interface Tile {
  readonly from: number;
  /** How many of the rows are rows of C. */
  readonly count: number;
  readonly rows: Matrix;
  readonly bias: Float32Array;
  readonly squaredNorms: Float32Array;
}

/**
 * Distances between the rows of X and others, seen from the center of X: x' = x - m, c' = c - m. What is lost in float32
 * is then a share of the spread of the data and not of its distance from the origin.
 *
 * X is not copied if |m|^2 is no larger than the mean |x'|^2: |x' - c'|^2 = |x'|^2 + (|c'|^2 + 2 m c') - 2 x c' reads the
 * rows in place, and centering them would gain a factor of two at most. Otherwise each block is shifted into a buffer.
 */
export class Frame {
  private readonly points: Points;
  private readonly inPlace: boolean;
  /** Added to |x'|^2 + |c'|^2 where rounding is bounded: what reading in place costs. */
  private readonly slack: number;
  private buffer = new Float32Array(0);
  private tileBuffer = new Float32Array(0);

  constructor(points: Points) {
    this.points = points;
    const offset = squaredNorm(points.center);
    const spread = points.squaredNorms.reduce((sum, norm) => sum + norm, 0) / Math.max(1, points.rows);
    this.inPlace = offset <= spread;
    this.slack = this.inPlace ? offset : 0;
  }

  /** Rows from..to-1 of X for the matrix product. Valid until the next call. */
  block(from: number, to: number): Matrix {
    const rows = slice(this.points, from, to);
    if (this.inPlace) return rows;
    if (this.buffer.length < rows.data.length) this.buffer = new Float32Array(rows.data.length);
    return shifted(rows, this.points.center, this.buffer.subarray(0, rows.data.length));
  }

  /**
   * Rows from..to-1 of C for the matrix product. `multiple`: filled up to such a number of rows, with rows that are
   * farther than any. Valid until the next call.
   */
  tile(C: Matrix, from: number, to: number, multiple = 1): Tile {
    const { center } = this.points;
    const count = to - from;
    const filled = Math.ceil(count / multiple) * multiple;
    const length = filled * C.cols;
    if (this.tileBuffer.length < length) this.tileBuffer = new Float32Array(length);
    const rows = matrix(filled, C.cols, this.tileBuffer.subarray(0, length));
    rows.data.fill(0, count * C.cols);
    const squaredNorms = new Float32Array(count);
    const bias = new Float32Array(filled).fill(farthest);
    // One loop over the numbers, not four: what it costs counts where a tile is compared with few rows.
    for (let i = 0, at = 0, source = from * C.cols; i < count; i++) {
      let norm = 0;
      let along = 0;
      for (let j = 0; j < C.cols; j++, at++, source++) {
        const value = Math.fround(C.data[source] - center[j]);
        rows.data[at] = value;
        norm += value * value;
        along += center[j] * value;
      }
      squaredNorms[i] = norm;
      bias[i] = norm + (this.inPlace ? 2 * along : 0);
    }
    return { from, count, rows, bias, squaredNorms };
  }

  /** Whether a squared distance is so small beside the two squared norms that it must be computed again. */
  isNear(distance: number, norm: number, otherNorm: number): boolean {
    return distance < nearShare * (norm + otherNorm + this.slack);
  }

  /** How far a squared distance from the float32 product may be from the true one. */
  errorBound(norm: number, otherNorm: number): number {
    return errorShare * (norm + otherNorm + this.slack);
  }
}

function shifted(rows: Matrix, center: Float32Array, into: Float32Array): Matrix {
  const { data, cols } = rows;
  for (let i = 0, at = 0; i < rows.rows; i++)
    for (let j = 0; j < cols; j++, at++) into[at] = data[at] - center[j];
  return matrix(rows.rows, cols, into);
}
