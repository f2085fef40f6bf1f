import { centeredCopy, distancesTo } from '../math/centered.ts';
import type { ActiveRows } from './activeRows.ts';
import type { SelectorContext } from './selector.ts';

/** Largest radius looked at and the width at which bisection ends: the published code's values. */
const largestRadius = 1.1;
const resolution = 0.05;
/** Labeled rows measured against all others in one pass. */
const rowsPerPass = 16;

export interface LabeledBalls {
  /** A radius per labeled row. */
  readonly radii: Float64Array;
  /** 1 = labeled, or in the ball of a labeled row. */
  readonly covered: Uint8Array;
  /** 1 = a copy of a labeled row, or labeled. */
  readonly copies: Uint8Array;
}

/**
 * The balls that labeled rows cover (DCoM, arXiv 2407.01804). The radius of each, one after the other, is the largest, up to
 * 1.1 and to a width of 0.05, at which of the rows in its ball a share of 0.4 + 0.2 c has its class; c is the coverage by
 * the balls before it. `classes`: what is known or expected of each active row, -1 = nothing; without them all radii are
 * `initialRadius`.
 */
export async function labeledBalls(
  { points, labeled }: ActiveRows,
  classes: Int32Array | undefined,
  initialRadius: number,
  { kernels, signal, pause, progress }: SelectorContext,
): Promise<LabeledBalls> {
  const n = points.rows;
  const radii = new Float64Array(labeled.length);
  const covered = new Uint8Array(n);
  const copies = new Uint8Array(n);
  const rows = centeredCopy(points, labeled.length === 0 ? [] : undefined);
  for (const position of labeled) covered[position] = 1;
  for (let from = 0; from < labeled.length; from += rowsPerPass) {
    const some = labeled.subarray(from, from + rowsPerPass);
    const squared = await distancesTo(rows, some, kernels, signal);
    for (const [s, position] of some.entries()) {
      const ball = { squared, stride: some.length, offset: s };
      const coverage = covered.reduce((sum, one) => sum + one, 0) / n;
      const radius =
        classes === undefined ? initialRadius : pureRadius(ball, classes, position, 0.4 + 0.2 * coverage);
      radii[from + s] = radius;
      for (let i = 0, at = s; i < n; i++, at += some.length) {
        if (squared[at] < radius * radius) covered[i] = 1;
        if (squared[at] === 0) copies[i] = 1;
      }
      await pause();
    }
    progress({ phase: 'cluster', done: Math.min(labeled.length, from + rowsPerPass), total: labeled.length });
  }
  return { radii, covered, copies };
}

/** Squared distances of all rows to one, in every `stride`-th number from `offset` on. */
interface Distances {
  readonly squared: Float32Array;
  readonly stride: number;
  readonly offset: number;
}

/** The largest radius, to two decimals, at which the ball of row `center` has its class to a share of `purity`, by bisection. */
function pureRadius(ball: Distances, classes: Int32Array, center: number, purity: number): number {
  let low = 0;
  let high = largestRadius;
  while (high - low >= resolution) {
    const middle = (low + high) / 2;
    if (purityWithin(ball, middle, classes, classes[center]) >= purity) low = middle;
    else high = middle;
  }
  return Math.round(low * 100) / 100;
}

/** Share of the rows of a known or expected class in a ball whose class is `own`; 1 where there is none. */
function purityWithin(
  { squared, stride, offset }: Distances,
  radius: number,
  classes: Int32Array,
  own: number,
): number {
  let inBall = 0;
  let same = 0;
  for (let i = 0, at = offset; i < classes.length; i++, at += stride)
    if (squared[at] < radius * radius && classes[i] >= 0) {
      inBall++;
      if (classes[i] === own) same++;
    }
  return inBall === 0 ? 1 : same / inBall;
}
