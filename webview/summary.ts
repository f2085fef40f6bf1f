import { isDecided } from './annotations.ts';
import { annotationOf } from './state/image.ts';
import type { State } from './state/state.ts';

export interface Summary {
  readonly labeled: number;
  readonly skipped: number;
  /** Images per class; classes nobody used are absent. */
  readonly perClass: ReadonlyMap<string, number>;
  /** Picks of the batch that are labeled or skipped, and how many picks are still in the folder. */
  readonly batchDone: number;
  readonly batchSize: number;
}

let last: { readonly state: State; readonly summary: Summary } | undefined;

/** Counts over the whole pool; worked out again only when annotations or the batch changed. */
export function summaryOf(state: State): Summary {
  const before = last?.state;
  if (
    last !== undefined &&
    before?.saved === state.saved &&
    before.pending === state.pending &&
    before.batch === state.batch &&
    before.paths === state.paths
  )
    return last.summary;
  const summary = count(state);
  last = { state, summary };
  return summary;
}

function count(state: State): Summary {
  const perClass = new Map<string, number>();
  let skipped = 0;
  let labeled = 0;
  const add = (row: number, sign: 1 | -1, { label, skipped: isSkipped } = state.saved.get(row)): void => {
    if (isSkipped) skipped += sign;
    if (label === '') return;
    labeled += sign;
    perClass.set(label, (perClass.get(label) ?? 0) + sign);
  };
  for (const [row, annotation] of state.saved.entries()) add(row, 1, annotation);
  for (const path of new Set(state.pending.flatMap(({ changes }) => [...changes.keys()]))) {
    const row = state.rowOf.get(path);
    if (row === undefined) continue;
    add(row, -1);
    add(row, 1, annotationOf(state, row));
  }
  const rows = (state.batch?.picks ?? []).flatMap(({ path }) => state.rowOf.get(path) ?? []);
  const batchDone = rows.filter((row) => isDecided(annotationOf(state, row))).length;
  return { labeled, skipped, perClass, batchDone, batchSize: rows.length };
}
