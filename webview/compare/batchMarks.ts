import type { PanelCompared } from '../../src/protocol/comparePanel.ts';

/** Slots of the palette: 0 = what no batch has, what is labeled, the batches in order, what several of them have. */
const labeledSlot = 1;
const strategySlot = (n: number): number => 2 + n;
const several = 6;

/** Of each slot, as the plot numbers them: disc, cross, then disc, square, triangle and diamond, and a ring. */
export const shapes = Uint8Array.of(0, 4, 0, 1, 2, 3, 5);

/** What no batch has lies below the rest. */
export const background = Uint8Array.of(1, 0, 0, 0, 0, 0, 0);

export interface BatchMarks {
  /** Slot of each row. */
  readonly slots: Uint8Array;
  /** 1 = some batch that is shown has it: drawn above the others. */
  readonly marks: Uint8Array;
  /** Rows that several of the batches shown have. */
  readonly shared: number;
}

/** How the rows of a map are drawn; `off`: batches that are not shown. Images that are gone are nowhere. */
export function batchMarks(
  count: number,
  strategies: readonly Pick<PanelCompared, 'picks'>[],
  off: ReadonlySet<number>,
  {
    rowOf,
    isLabeled,
  }: { readonly rowOf: ReadonlyMap<string, number>; readonly isLabeled: (row: number) => boolean },
): BatchMarks {
  const slots = new Uint8Array(count);
  const marks = new Uint8Array(count);
  for (let row = 0; row < count; row++) if (isLabeled(row)) slots[row] = labeledSlot;
  let shared = 0;
  for (const [n, { picks }] of strategies.entries()) {
    if (off.has(n)) continue;
    for (const { path } of picks) {
      const row = rowOf.get(path);
      if (row === undefined) continue;
      if (marks[row] === 1 && slots[row] !== several) shared++;
      slots[row] = marks[row] === 1 ? several : strategySlot(n);
      marks[row] = 1;
    }
  }
  return { slots, marks, shared };
}
