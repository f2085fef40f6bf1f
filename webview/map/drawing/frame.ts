import type { Arrangement } from './arrangement.ts';
import type { Frame } from './picture.ts';
import type { Size, View } from './view.ts';

/** Largest radius of a point in CSS pixels. */
const largest = 10;
/** In an element whose shorter side has fewer CSS pixels the points are smaller, down to this share. */
const roomy = 640;
const smallestShare = 0.6;

/** The frame in which a renderer draws `count` points for a view; `whole` is the scale that shows all of them. */
export function frameOf(
  { box }: Arrangement,
  view: View,
  size: Size,
  ratio: number,
  count: number,
  whole: number,
): Frame {
  const width = Math.max(1, Math.round(size.width * ratio));
  const height = Math.max(1, Math.round(size.height * ratio));
  const scale = view.scale * ratio;
  const closer = Math.max(0.5, view.scale / whole);
  const radius = Math.round(4 * pointRadius(count, closer) * roomShare(size) * ratio) / 4;
  return {
    width,
    height,
    originX: Math.round(width / 2 + (box.minX - view.x) * scale),
    originY: Math.round(height / 2 - (box.maxY - view.y) * scale),
    scale,
    radius,
    opacity: pointOpacity(count, closer),
    ringWidth: radius >= 2 * ratio ? Math.max(1, Math.round(1.25 * ratio)) : 0,
  };
}

/** How large points are in an element of a size, as a share of how large they are in a roomy one. */
export function roomShare({ width, height }: Size): number {
  return Math.max(smallestShare, Math.min(1, Math.sqrt(Math.min(width, height) / roomy)));
}

/** Radius in CSS pixels: the more points, the smaller, and larger when seen `closer` than as a whole (1). */
export function pointRadius(count: number, closer: number): number {
  const fromAfar = Math.min(6, Math.max(1, 4 * (1000 / Math.max(1, count)) ** 0.19));
  return Math.min(largest, fromAfar * closer ** 0.35);
}

/** Opacity of one point: where many lie on each other, what is below shines through. */
export function pointOpacity(count: number, closer: number): number {
  const fromAfar = 0.88 - 0.115 * Math.log10(Math.max(1, count / 1000));
  return Math.min(0.9, Math.max(0.5, fromAfar + 0.08 * Math.log2(Math.max(1, closer))));
}
