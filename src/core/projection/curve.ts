/** How near two points of a map count as: 1 / (1 + a d^(2 b)) for points d apart. */
export interface Curve {
  readonly a: number;
  readonly b: number;
}

const samples = 300;
const steps = 100;

/**
 * The curve nearest (least squares) to what `minDistance` asks for (arXiv 1802.03426, section 3.2, definition 11): 1 up to there, then
 * exp(minDistance - d); sampled up to distance 3. By damped Gauss-Newton steps. For 0.1: a = 1.577, b = 0.895.
 */
export function fitCurve(minDistance: number): Curve {
  let a = 1;
  let b = 1;
  let error = errorOf(a, b, minDistance);
  let damping = 1e-3;
  for (let step = 0; step < steps && damping < 1e9; step++) {
    const [da, db] = stepFrom(a, b, minDistance, damping);
    const next = a + da > 0 && b + db > 0 ? errorOf(a + da, b + db, minDistance) : Number.POSITIVE_INFINITY;
    if (next >= error) {
      damping *= 10;
      continue;
    }
    a += da;
    b += db;
    error = next;
    damping /= 10;
  }
  return { a, b };
}

function distanceAt(sample: number): number {
  return (3 * sample) / (samples - 1);
}

function wanted(distance: number, minDistance: number): number {
  return distance < minDistance ? 1 : Math.exp(minDistance - distance);
}

function errorOf(a: number, b: number, minDistance: number): number {
  let sum = 0;
  for (let s = 0; s < samples; s++) {
    const d = distanceAt(s);
    sum += (1 / (1 + a * d ** (2 * b)) - wanted(d, minDistance)) ** 2;
  }
  return sum;
}

/** Solves (J^T J + damping diag) step = -J^T r for the two parameters. */
function stepFrom(a: number, b: number, minDistance: number, damping: number): readonly [number, number] {
  let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
  for (let s = 1; s < samples; s++) {
    const d = distanceAt(s);
    const power = d ** (2 * b);
    const value = 1 / (1 + a * power);
    const byA = -value * value * power;
    const byB = byA * a * 2 * Math.log(d);
    const residual = value - wanted(d, minDistance);
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
    ra += byA * residual;
    rb += byB * residual;
  }
  aa *= 1 + damping;
  bb *= 1 + damping;
  const determinant = aa * bb - ab * ab;
  return [(ab * rb - bb * ra) / determinant, (ab * ra - aa * rb) / determinant];
}
