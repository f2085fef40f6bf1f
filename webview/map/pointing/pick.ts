import { visitRuns } from '../drawing/arrangement.ts';
import { firstFrom } from '../drawing/ascending.ts';
import { maskOf, shapeCount } from '../drawing/masks.ts';
import { type Frame, type Picture, restRadius, unseen } from '../drawing/picture.ts';

/** A pixel belongs to a point if the point covers at least this much of it (of 255). */
const half = 128;

/**
 * The row of the point that is seen at a device pixel: the uppermost of those that cover it, else the nearest whose
 * middle is within `tolerance` device pixels; -1 = none. Works out what a renderer draws, so it needs no pixels.
 */
export function pointAt(picture: Picture, frame: Frame, px: number, py: number, tolerance: number): number {
  const { points, slots, shapes, background, selected } = picture;
  const { originX, originY, scale, radius } = frame;
  const pixelX = Math.floor(px);
  const pixelY = Math.floor(py);
  const masksOf = (size: number) => Array.from({ length: shapeCount }, (_, shape) => maskOf(shape, size));
  const masks = masksOf(radius);
  const receding = masksOf(restRadius(frame, 'background'));
  const reach = Math.max(tolerance, ...masks.map((mask) => mask.reach)) + 1;
  let covering = -1;
  /** Background, the others, the background that is selected, the others that are. */
  let uppermost = 0;
  let nearest = -1;
  let least = tolerance ** 2;
  const look = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const slot = slots[i];
      if (slot === unseen) continue;
      const dx = pixelX - ((points.x[i] * scale) | 0) - originX;
      const dy = pixelY - ((points.y[i] * scale) | 0) - originY;
      if (Math.abs(dx) > reach || Math.abs(dy) > reach) continue;
      const isSelected = selected[firstFrom(selected, i)] === i;
      const isBehind = background[slot] === 1;
      const { reach: side, square } = (isBehind && !isSelected ? receding : masks)[shapes[slot]];
      const isCovering =
        Math.abs(dx) <= side &&
        Math.abs(dy) <= side &&
        square[(dy + side) * (2 * side + 1) + dx + side] >= half;
      if (isCovering) {
        const height = (isSelected ? 2 : 0) + (isBehind ? 0 : 1);
        if (height >= uppermost) covering = i;
        uppermost = Math.max(uppermost, height);
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
