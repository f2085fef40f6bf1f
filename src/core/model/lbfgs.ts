/** Value and gradient of a smooth function at x. The gradient may be kept by the caller of the objective. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export type Objective<E extends Evaluation> = (x: Float64Array) => Promise<E>;

export interface LbfgsOptions<E extends Evaluation> {
  readonly maxIterations: number;
  /** Asked after every step; true ends the search. */
  readonly isConverged: (here: E) => boolean;
  /** Called after every step, e.g. to let messages through. */
  readonly onStep?: (iteration: number) => Promise<void> | void;
}

export interface Minimum<E extends Evaluation> {
  readonly x: Float64Array;
  readonly here: E;
  readonly iterations: number;
}

/** Pairs of steps and gradient changes that stand for the Hessian. */
const memory = 10;
const sufficientDecrease = 1e-4;
const curvature = 0.9;
/** Trials of one line search; a smooth convex function needs one or two. */
const maxTrials = 20;

/**
 * Limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.5) with a line search for the weak Wolfe conditions by
 * bisection (Lewis and Overton 2013). Ends at convergence, after `maxIterations`, or where no step improves the value:
 * the rounding of the objective is then reached.
 */
export async function lbfgs<E extends Evaluation>(
  objective: Objective<E>,
  start: Float64Array,
  options: LbfgsOptions<E>,
): Promise<Minimum<E>> {
  let x = start;
  let here = await objective(x);
  const pairs: Pair[] = [];
  let iterations = 0;
  while (iterations < options.maxIterations && !options.isConverged(here)) {
    const direction = descentDirection(here.gradient, pairs);
    const found = await lineSearch(objective, x, here, direction, pairs.length === 0);
    if (found === undefined) {
      if (pairs.length === 0) break;
      // Old pairs may point nowhere where rounding rules; steepest descent has the last word.
      pairs.length = 0;
      continue;
    }
    const pair = pairOf(x, here, found);
    if (pair.product > 0) pairs.push(pair);
    if (pairs.length > memory) pairs.shift();
    const isLower = found.here.value < here.value;
    ({ x, here } = found);
    iterations++;
    if (!isLower) break;
    await options.onStep?.(iterations);
  }
  return { x, here, iterations };
}

/** A step s and the change y of the gradient over it. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** s y. */
  readonly product: number;
}

interface Point<E extends Evaluation> {
  readonly x: Float64Array;
  readonly here: E;
}

function pairOf(x: Float64Array, before: Evaluation, { x: next, here }: Point<Evaluation>): Pair {
  const step = combined(next, x, -1);
  const change = combined(here.gradient, before.gradient, -1);
  return { step, change, product: dot(step, change) };
}

/** -H g, with H the inverse Hessian that the pairs stand for (the two-loop recursion). */
function descentDirection(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.slice();
  scale(direction, -1);
  const last = pairs.at(-1);
  if (last === undefined) return direction;
  const shares = new Float64Array(pairs.length);
  for (let p = pairs.length - 1; p >= 0; p--) {
    const { step, change, product } = pairs[p];
    shares[p] = dot(step, direction) / product;
    add(direction, change, -shares[p]);
  }
  scale(direction, last.product / dot(last.change, last.change));
  for (const [p, { step, change, product }] of pairs.entries())
    add(direction, step, shares[p] - dot(change, direction) / product);
  return direction;
}

/** A point along the direction that meets the weak Wolfe conditions, or the best that decreased enough; else undefined. */
async function lineSearch<E extends Evaluation>(
  objective: Objective<E>,
  x: Float64Array,
  from: Evaluation,
  direction: Float64Array,
  isFirst: boolean,
): Promise<Point<E> | undefined> {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return undefined;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let length = isFirst ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  let best: Point<E> | undefined;
  for (let trial = 0; trial < maxTrials; trial++) {
    const at = combined(x, direction, length);
    const here = await objective(at);
    if (!(here.value <= from.value + sufficientDecrease * length * slope)) high = length;
    else {
      best = { x: at, here };
      if (dot(here.gradient, direction) >= curvature * slope) return best;
      low = length;
    }
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return best;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** a + factor b. */
function combined(a: Float64Array, b: Float64Array, factor: number): Float64Array {
  const sum = a.slice();
  add(sum, b, factor);
  return sum;
}

/** a <- a + factor b. */
function add(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}
