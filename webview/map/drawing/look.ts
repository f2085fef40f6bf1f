import type { Arrangement } from './arrangement.ts';
import { chunkEnd } from './arrangement.ts';
import { unseen } from './picture.ts';

/** How points look, by row. */
export interface ScatterLook {
  /** Slot of each point in the palette. */
  readonly slots: Uint8Array | Uint16Array;
  /** CSS color of each slot, resolved from theme variables. */
  readonly colors: readonly string[];
  /** Shape of each slot: 0 disc, 1 square, 2 triangle, 3 diamond, 4 cross, 5 ring. */
  readonly shapes: Uint8Array;
  /** By slot: 1 = what the others are seen against: drawn below them all, smaller and fainter. */
  readonly background?: Uint8Array;
  /** 1 = not drawn (filtered out). */
  readonly hidden?: Uint8Array;
}

/** The slots in drawing order, `unseen` for what is hidden, and by step of drawing (see `Picture`) how many points are not. */
export function slotsInOrder(
  points: Arrangement,
  { slots, hidden, background }: Pick<ScatterLook, 'slots' | 'hidden' | 'background'>,
): { readonly slots: Uint16Array; readonly seen: Uint32Array } {
  const { rows, count, chunks } = points;
  const inOrder = new Uint16Array(count);
  const seen = new Uint32Array(2 * chunks);
  for (let chunk = 0, i = 0; chunk < chunks; chunk++) {
    const end = chunkEnd(points, chunk);
    for (; i < end; i++) {
      const row = rows[i];
      if (hidden !== undefined && hidden[row] === 1) {
        inOrder[i] = unseen;
        continue;
      }
      const slot = slots[row];
      inOrder[i] = slot;
      seen[background?.[slot] === 1 ? chunk : chunks + chunk]++;
    }
  }
  return { slots: inOrder, seen };
}

/** Places in the drawing order of the marked rows that are not hidden, ascending. */
export function selectedInOrder(
  { rows, count }: Arrangement,
  slots: Uint16Array,
  marks: Uint8Array | undefined,
): Uint32Array {
  if (marks === undefined) return new Uint32Array(0);
  const selected = new Uint32Array(count);
  let found = 0;
  for (let i = 0; i < count; i++) if (marks[rows[i]] === 1 && slots[i] !== unseen) selected[found++] = i;
  return selected.slice(0, found);
}
