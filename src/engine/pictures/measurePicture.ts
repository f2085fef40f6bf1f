import { chromaBytes, chromaSide, lumaSide } from '../../core/review/pictures.ts';
import type { SmallPicture } from '../decode/smallPicture.ts';

/** What a review knows of one picture; the meaning of each number stands in core/review/pictures.ts. */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  readonly lights: number;
  readonly shadows: number;
  readonly sharpness: number;
  /** `lumaSide`^2 bytes. */
  readonly lumas: Uint8Array;
  /** `chromaBytes`. */
  readonly chromas: Uint8Array;
}

/** Share of the pixels beyond lights and shadows: a lamp at night, a speck on paper. */
const tail = 0.02;
/** Standard deviation of the luma (256 levels) of a picture of one color. */
const flat = 1.5;

/** Measures a small picture: about a millisecond. */
export function measurePicture(picture: SmallPicture): PictureFacts {
  const { pixels, width, height, imageWidth, imageHeight } = picture;
  const count = width * height;
  const luma = new Float32Array(count);
  const blue = new Float32Array(count);
  const red = new Float32Array(count);
  const lightest = new Uint32Array(256);
  const darkest = new Uint32Array(256);
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    // ITU-R BT.601, as JPEG has it.
    const [r, g, b] = [pixels[at], pixels[at + 1], pixels[at + 2]];
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    luma[i] = y;
    blue[i] = 128 + 0.564 * (b - y);
    red[i] = 128 + 0.713 * (r - y);
    // A pure blue is neither dark nor bright, though its luma is low.
    lightest[Math.max(r, g, b)]++;
    darkest[Math.min(r, g, b)]++;
  }
  const chromas = new Uint8Array(chromaBytes);
  chromas.set(squashed(blue, width, height, chromaSide));
  chromas.set(squashed(red, width, height, chromaSide), chromaSide ** 2);
  return {
    width: imageWidth,
    height: imageHeight,
    lights: levelBelow(lightest, count * (1 - tail)) / 255,
    shadows: levelBelow(darkest, count * tail) / 255,
    sharpness: sharpnessOf(luma, width, height),
    lumas: squashed(luma, width, height, lumaSide),
    chromas,
  };
}

/** The lowest level that so many pixels do not exceed. */
function levelBelow(histogram: Uint32Array, pixels: number): number {
  let below = 0;
  for (let level = 0; level < histogram.length; level++) {
    below += histogram[level];
    if (below >= pixels && below > 0) return level;
  }
  return 255;
}

/** Standard deviation of the Laplacian (Pech-Pacheco et al. 2000) over that of the luma, so that contrast does not count. */
function sharpnessOf(luma: Float32Array, width: number, height: number): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < luma.length; i++) {
    sum += luma[i];
    squares += luma[i] * luma[i];
  }
  const deviation = Math.sqrt(Math.max(0, squares / luma.length - (sum / luma.length) ** 2));
  if (deviation < flat || width < 3 || height < 3) return 0;
  let edges = 0;
  let edgeSquares = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const value = 4 * luma[i] - luma[i - 1] - luma[i + 1] - luma[i - width] - luma[i + width];
      edges += value;
      edgeSquares += value * value;
    }
  const count = (width - 2) * (height - 2);
  return Math.sqrt(Math.max(0, edgeSquares / count - (edges / count) ** 2)) / deviation;
}

/** A plane of `width` x `height` as a square: means of the areas that its cells cover. */
function squashed(plane: Float32Array, width: number, height: number, side: number): Uint8Array {
  const rows = new Float32Array(height * side);
  for (let y = 0; y < height; y++)
    averageOver(width, side, (cell, x, weight) => {
      rows[y * side + cell] += weight * plane[y * width + x];
    });
  const cells = new Float32Array(side * side);
  averageOver(height, side, (cell, y, weight) => {
    for (let x = 0; x < side; x++) cells[cell * side + x] += weight * rows[y * side + x];
  });
  return Uint8Array.from(cells, (value) => Math.round(Math.min(255, Math.max(0, value))));
}

/** Calls `add` for each cell and position that it covers a part of, with that part's share of the cell. */
function averageOver(
  length: number,
  cells: number,
  add: (cell: number, position: number, weight: number) => void,
): void {
  for (let cell = 0; cell < cells; cell++) {
    const from = (cell * length) / cells;
    const to = ((cell + 1) * length) / cells;
    for (let at = Math.floor(from); at < to && at < length; at++)
      add(cell, at, ((Math.min(at + 1, to) - Math.max(at, from)) * cells) / length);
  }
}
