/** A label that wants to stand around a place, in CSS pixels. */
export interface Wish {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels between two labels. */
const gap = 4;

/**
 * Which labels can stand without touching another, the first ones first, each in the middle of its place, moved in from
 * the edges; undefined = there is no room for it.
 */
export function placeLabels(
  wishes: readonly Wish[],
  width: number,
  height: number,
): ({ readonly left: number; readonly top: number } | undefined)[] {
  const taken: { left: number; top: number; right: number; bottom: number }[] = [];
  return wishes.map((wish) => {
    const isInView = wish.x >= 0 && wish.x <= width && wish.y >= 0 && wish.y <= height;
    if (!isInView) return undefined;
    const left = Math.round(within(wish.x - wish.width / 2, width - wish.width));
    const top = Math.round(within(wish.y - wish.height / 2, height - wish.height));
    const right = left + wish.width + gap;
    const bottom = top + wish.height + gap;
    const isFree = taken.every(
      (other) => right <= other.left || other.right <= left || bottom <= other.top || other.bottom <= top,
    );
    if (!isFree) return undefined;
    taken.push({ left, top, right, bottom });
    return { left, top };
  });
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
