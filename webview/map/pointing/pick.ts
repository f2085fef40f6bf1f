import { visitRuns } from '../drawing/arrangement.ts';
import { firstFrom } from '../drawing/ascending.ts';
import { maskOf, shapeCount } from '../drawing/masks.ts';
import { type Frame, type Picture, unseen } from '../drawing/picture.ts';

/** A pixel belongs to a point if the point covers at least this much of it (of 255). */
const half = 128;

/**
 * The row of the point that is seen at a device pixel: the one drawn last of those that cover it, else the nearest whose
 * middle is within `tolerance` device pixels; -1 = none. Works out what a renderer draws, so it needs no pixels.
 */
export function pointAt(picture: Picture, frame: Frame, px: number, py: number, tolerance: number): number {
  const { points, slots, shapes, selected } = picture;
  const { originX, originY, scale, radius } = frame;
  const pixelX = Math.floor(px);
  const pixelY = Math.floor(py);
  const masks = Array.from({ length: shapeCount }, (_, shape) => maskOf(shape, radius));
  const reach = Math.max(tolerance, ...masks.map((mask) => mask.reach)) + 1;
  let covering = -1;
  let isSelectedCovering = false;
  let nearest = -1;
  let least = tolerance ** 2;
  const look = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const slot = slots[i];
      if (slot === unseen) continue;
      const dx = pixelX - ((points.x[i] * scale) | 0) - originX;
      const dy = pixelY - ((points.y[i] * scale) | 0) - originY;
      if (Math.abs(dx) > reach || Math.abs(dy) > reach) continue;
      const { reach: side, square } = masks[shapes[slot]];
      const isCovering =
        Math.abs(dx) <= side &&
        Math.abs(dy) <= side &&
        square[(dy + side) * (2 * side + 1) + dx + side] >= half;
      if (isCovering) {
        const isSelected = selected[firstFrom(selected, i)] === i;
        if (isSelected || !isSelectedCovering) covering = i;
        isSelectedCovering ||= isSelected;
      }
      const distance = dx * dx + dy * dy;
      if (distance <= least) {
        least = distance;
        nearest = i;
      }
    }
  };
  const [x, y] = [pixelX - originX, pixelY - originY];
  visitRuns(
    points,
    [0, points.chunks],
    (x - reach) / scale,
    (y - reach) / scale,
    (x + reach + 1) / scale,
    (y + reach + 1) / scale,
    look,
  );
  const found = covering >= 0 ? covering : nearest;
  return found < 0 ? -1 : points.rows[found];
}
