/** How much of each pixel around the one of a point its shape covers. */
export interface Mask {
  /** The mask reaches this many pixels from the middle one. */
  readonly reach: number;
  /** Pixels that are covered at all, counted from the middle one; `covers` 1 to 255. */
  readonly dx: Int8Array;
  readonly dy: Int8Array;
  readonly covers: Uint8Array;
  /** The same as a square of (2 reach + 1)² values. */
  readonly square: Uint8Array;
}

/** Shapes there are: disc, square, triangle, diamond, cross, ring. */
export const shapeCount = 6;
/** How far the shapes reach, in radii. */
export const widest = 1.4;
/** Samples per pixel in one direction. */
const samples = 8;
/** What is covered less than this is left out: nobody sees it, and it costs as much as the rest. */
const faintest = 12;

/** Whether (x, y), in radii, lies in a shape. All have about the same area: none looks more important. */
function isInside(shape: number, x: number, y: number, radius: number): boolean {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const distance = Math.hypot(x, y);
  switch (shape) {
    case 1:
      return Math.max(ax, ay) <= 0.88;
    case 2:
      return y <= 0.72 && ax * 1.75 - y <= 1.14;
    case 3:
      return ax + ay <= 1.35;
    case 4:
      return Math.max(ax, ay) <= 1.12 && Math.min(ax, ay) <= Math.max(0.34, 0.5 / radius);
    case 5:
      return distance <= 1.12 && distance >= Math.min(0.6, 1.12 - 1.1 / radius);
    default:
      return distance <= 1;
  }
}

const known = new Map<string, Mask>();

/** The mask of a shape (0 disc, 1 square, 2 triangle, 3 diamond, 4 cross, 5 ring) with a radius in device pixels, drawn around the middle of a pixel. */
export function maskOf(shape: number, radius: number): Mask {
  const key = `${shape} ${radius}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const mask = drawMask(shape, radius);
  known.set(key, mask);
  return mask;
}

function drawMask(shape: number, radius: number): Mask {
  const reach = Math.min(127, Math.ceil(radius * widest + 0.5));
  const side = 2 * reach + 1;
  const square = new Uint8Array(side * side);
  const pixels: number[] = [];
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const covered = coverage(shape, dx, dy, radius);
      if (covered < faintest) continue;
      square[(dy + reach) * side + dx + reach] = covered;
      pixels.push(dx, dy, covered);
    }
  const every = (first: number): number[] => pixels.filter((_, i) => i % 3 === first);
  return {
    reach,
    square,
    dx: Int8Array.from(every(0)),
    dy: Int8Array.from(every(1)),
    covers: Uint8Array.from(every(2)),
  };
}

function coverage(shape: number, dx: number, dy: number, radius: number): number {
  let hits = 0;
  for (let i = 0; i < samples; i++)
    for (let j = 0; j < samples; j++) {
      const x = dx - 0.5 + (i + 0.5) / samples;
      const y = dy - 0.5 + (j + 0.5) / samples;
      if (isInside(shape, x / radius, y / radius, radius)) hits++;
    }
  return Math.round((255 * hits) / samples ** 2);
}
