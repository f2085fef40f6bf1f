/**
 * Mean height of a curve between its first and last point, over the logarithm of x: the area under the learning curve, where
 * the step from 10 to 20 labels counts as much as that from 100 to 200. A curve without width: its last point.
 */
export function logArea(x: readonly number[], y: readonly number[]): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((y[i] + y[i - 1]) / 2) * Math.log(x[i] / x[i - 1]);
  const width = Math.log(x[x.length - 1] / x[0]);
  return width > 0 ? area / width : y[y.length - 1];
}

/**
 * Where a curve first reaches `height`, interpolated over the logarithm of x; the first x if it begins there or above, `null`
 * if it never does.
 */
export function reaches(x: readonly number[], y: readonly number[], height: number): number | null {
  const i = y.findIndex((value) => value >= height);
  if (i <= 0) return i < 0 ? null : x[0];
  const share = (height - y[i - 1]) / (y[i] - y[i - 1]);
  return x[i - 1] * (x[i] / x[i - 1]) ** share;
}
