import type { KeyAction } from '../keys.ts';

/** Where the cursor is after a key, among `count` places that stand in so many columns. */
export function moved(place: number, action: KeyAction['do'], columns: number, count: number): number {
  const step = {
    left: -1,
    right: 1,
    up: -columns,
    down: columns,
    pageUp: -3 * columns,
    pageDown: 3 * columns,
  };
  if (count === 0) return 0;
  if (action === 'first') return 0;
  if (action === 'last') return count - 1;
  const to = place + (action in step ? step[action as keyof typeof step] : 0);
  // Up and down end at the edge; they do not slip into another column.
  if ((action === 'up' || action === 'down') && (to < 0 || to >= count)) return place;
  return Math.min(count - 1, Math.max(0, to));
}
