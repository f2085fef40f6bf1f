import type { Coloring } from './kinds.ts';

/** 1 for each path that has the text in it, upper or lower case; undefined = no text is looked for. */
export function found(paths: readonly string[], text: string): Uint8Array | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  return Uint8Array.from(paths, (path) => (path.toLowerCase().includes(wanted) ? 1 : 0));
}

/** The slots with all that was not found in one more slot, the last. */
export function dimmed({ slots, entries }: Coloring, marks: Uint8Array): Uint16Array {
  return slots.map((slot, row) => (marks[row] === 1 ? slot : entries.length));
}

export function sum(marks: Uint8Array): number {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
}

/** Rows that are marked, ascending. */
export function rowsOfMarks(marks: Uint8Array | undefined): Int32Array {
  return Int32Array.from([...(marks ?? []).keys()].filter((row) => marks?.[row] === 1));
}
