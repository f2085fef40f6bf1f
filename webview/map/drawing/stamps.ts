import { blend, opacityStep } from './blend.ts';
import { maskOf } from './masks.ts';

/** A mask made ready for a pixel buffer of a certain width and for a certain opacity. */
export interface Stamp {
  readonly reach: number;
  readonly dx: Int8Array;
  readonly dy: Int8Array;
  /** Where in the buffer, counted from the middle pixel. */
  readonly offsets: Int32Array;
  readonly steps: Uint8Array;
}

/** A part of a pixel buffer: from `left` and `top` up to, without, `right` and `bottom`. */
export interface Clip {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function makeStamp(shape: number, radius: number, opacity: number, width: number): Stamp {
  const { reach, dx, dy, covers } = maskOf(shape, radius);
  return {
    reach,
    dx,
    dy,
    offsets: Int32Array.from(dx, (x, i) => dy[i] * width + x),
    steps: covers.map((cover) => opacityStep(cover, opacity)),
  };
}

/** Draws a stamp that lies inside the buffer as a whole around the pixel `at`. */
export function pressWhole(pixels: Uint32Array, { offsets, steps }: Stamp, at: number, color: number): void {
  const redBlue = color & 0xff00ff;
  const green = color & 0xff00;
  for (let i = 0; i < offsets.length; i++) blend(pixels, at + offsets[i], redBlue, green, steps[i]);
}

/** Draws a stamp around the pixel (x, y) of a buffer, as far as it lies inside the clip. */
export function pressStamp(
  pixels: Uint32Array,
  width: number,
  { dx, dy, offsets, steps }: Stamp,
  { left, top, right, bottom }: Clip,
  x: number,
  y: number,
  color: number,
): void {
  const at = y * width + x;
  for (let i = 0; i < offsets.length; i++) {
    const px = x + dx[i];
    const py = y + dy[i];
    if (px >= left && px < right && py >= top && py < bottom)
      blend(pixels, at + offsets[i], color & 0xff00ff, color & 0xff00, steps[i]);
  }
}
