import { isDecided } from '../annotations.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';

let last: { readonly state: State; readonly counts: ReadonlyMap<string, number> } | undefined;

/** Undecided images by the class that is predicted for them; worked out again only when one of both changed. */
export function predictedCounts(state: State): ReadonlyMap<string, number> {
  const before = last?.state;
  if (
    last !== undefined &&
    before?.predictions === state.predictions &&
    before.saved === state.saved &&
    before.pending === state.pending
  )
    return last.counts;
  const { predictions } = state;
  const numbers = new Uint32Array(predictions?.names.length ?? 0);
  for (const [row, number] of predictions?.classes.entries() ?? [])
    if (number >= 0 && !isDecided(annotationOf(state, row))) numbers[number]++;
  const counts = new Map(predictions?.names.map((name, number) => [name, numbers[number]]));
  last = { state, counts };
  return counts;
}
