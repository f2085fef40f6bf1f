import { type Counts, isDecided, recounted } from './annotations.ts';
import { annotationOf } from './state/image.ts';
import type { State } from './state/state.ts';

export interface Summary extends Counts {
  readonly unlabeled: number;
  /** Picks of the batch that are labeled or skipped, and how many picks are still in the folder. */
  readonly batchDone: number;
  readonly batchSize: number;
  /** Picks of the batch per class; classes without one are absent. */
  readonly batchPerClass: ReadonlyMap<string, number>;
}

let last: { readonly state: State; readonly summary: Summary } | undefined;

/** Counts over the whole pool; worked out again only when annotations or the batch changed. */
export function summaryOf(state: State): Summary {
  const before = last?.state;
  if (
    last !== undefined &&
    before?.saved === state.saved &&
    before.pending === state.pending &&
    before.batchRows === state.batchRows &&
    before.paths === state.paths
  )
    return last.summary;
  const summary = count(state);
  last = { state, summary };
  return summary;
}

function count(state: State): Summary {
  const rows = new Set<number>();
  for (const { changes } of state.pending)
    for (const path of changes.keys()) {
      const row = state.rowOf.get(path);
      if (row !== undefined) rows.add(row);
    }
  const changes = [...rows].map((row) => [state.saved.get(row), annotationOf(state, row)] as const);
  const counts = changes.length === 0 ? state.saved.counts : recounted(state.saved.counts, changes);
  let batchDone = 0;
  const batchPerClass = new Map<string, number>();
  for (const row of state.batchRows) {
    const annotation = annotationOf(state, row);
    if (isDecided(annotation)) batchDone++;
    const { label } = annotation;
    if (label !== '') batchPerClass.set(label, (batchPerClass.get(label) ?? 0) + 1);
  }
  const unlabeled = state.paths.length - counts.labeled - counts.skipped;
  return { ...counts, unlabeled, batchDone, batchSize: state.batchRows.length, batchPerClass };
}
