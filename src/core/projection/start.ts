import type { Rng } from '../rng.ts';
import type { Matrix } from '../types.ts';

/** How far from the middle the farthest point starts. */
const reach = 10;
/** Copies must not lie on one point: nothing would ever part them. */
const jitter = 1e-4;

/** N x 2: the first two columns. A missing column is 0. */
export function firstTwo({ data, rows, cols }: Matrix): Float32Array {
  const points = new Float32Array(rows * 2);
  for (let i = 0; i < rows; i++)
    for (let d = 0; d < Math.min(2, cols); d++) points[2 * i + d] = data[i * cols + d];
  return points;
}

/** The first two columns, scaled so that the farthest coordinate is 10 from the middle. */
export function startPoints(components: Matrix): Float32Array {
  const points = firstTwo(components);
  let farthest = 0;
  for (let at = 0; at < points.length; at++) farthest = Math.max(farthest, Math.abs(points[at]));
  if (farthest > 0) for (let at = 0; at < points.length; at++) points[at] *= reach / farthest;
  return points;
}

/** A copy with a little noise. */
export function jittered(points: Float32Array, rng: Rng): Float32Array {
  return points.map((value) => value + jitter * rng.normal());
}
