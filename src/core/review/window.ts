/** A part of a picture, as shares of its width and height. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const wholePicture: Window = { left: 0, top: 0, width: 1, height: 1 };

/** Grey levels of noise: what varies less than this says nothing. */
const noise = 2;

/** What is seen of a square picture: a part of it, in a mirror or not. */
export interface Sight {
  readonly window: Window;
  readonly isMirrored: boolean;
}

/** `side` x `side` values of what is seen of a square plane, by linear interpolation. */
export function seen(
  plane: Uint8Array,
  { window: { left, top, width, height }, isMirrored }: Sight,
  into: Float64Array,
): Float64Array {
  const side = Math.sqrt(into.length);
  const planeSide = Math.sqrt(plane.length);
  const last = planeSide - 1;
  for (let i = 0; i < side; i++) {
    const y = Math.min(last, Math.max(0, (top + (height * (i + 0.5)) / side) * planeSide - 0.5));
    const yi = Math.min(last - 1, Math.floor(y));
    const fy = y - yi;
    for (let j = 0; j < side; j++) {
      const x = Math.min(last, Math.max(0, (left + (width * (j + 0.5)) / side) * planeSide - 0.5));
      const xi = Math.min(last - 1, Math.floor(x));
      const fx = x - xi;
      const at = yi * planeSide + xi;
      const upper = plane[at] * (1 - fx) + plane[at + 1] * fx;
      const lower = plane[at + planeSide] * (1 - fx) + plane[at + planeSide + 1] * fx;
      into[i * side + (isMirrored ? side - 1 - j : j)] = upper * (1 - fy) + lower * fy;
    }
  }
  return into;
}

/** In place: minus their mean, scaled to length 1; zeros where they hardly vary. */
export function normalized(values: Float64Array): Float64Array {
  let sum = 0;
  for (let p = 0; p < values.length; p++) sum += values[p];
  const mean = sum / values.length;
  let squares = 0;
  for (let p = 0; p < values.length; p++) {
    values[p] -= mean;
    squares += values[p] * values[p];
  }
  if (squares < noise ** 2 * values.length) return values.fill(0);
  const length = Math.sqrt(squares);
  for (let p = 0; p < values.length; p++) values[p] /= length;
  return values;
}

/** The correlation of two samples, -1 to 1. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += a[p] * b[p];
  return sum;
}
