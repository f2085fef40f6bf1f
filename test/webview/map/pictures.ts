import { type Arrangement, arrange } from '../../../webview/map/drawing/arrangement.ts';
import { slotsInOrder } from '../../../webview/map/drawing/look.ts';
import type { Picture } from '../../../webview/map/drawing/picture.ts';

/** Numbers from 0 to 1, the same each time. */
export function randomNumbers(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Points in a square of 10 units, most of them around its middle. */
export function randomPoints(count: number, seed = 1): Float32Array {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: 2 * count }, () => (10 * (random() + random() + random())) / 3);
}

/** A picture of points in one color. */
export function pictureOf(
  points: Float32Array,
  hidden?: Uint8Array,
): Picture & { readonly points: Arrangement } {
  const arrangement = arrange(points);
  const slots = new Uint8Array(points.length / 2);
  return {
    points: arrangement,
    ...slotsInOrder(arrangement, { slots, ...(hidden && { hidden }) }),
    colors: Uint32Array.of(0x3366cc),
    shapes: new Uint8Array(1),
    background: new Uint8Array(1),
    selected: new Uint32Array(0),
    ring: 0,
  };
}
