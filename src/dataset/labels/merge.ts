import type { Steps } from '../files/slices.ts';
import type { History } from '../history/history.ts';
import { type AdoptedRow, keep, type LineBody, unkeep } from '../history/lines.ts';
import type { Annotation } from '../types.ts';
import { sameAnnotation } from './annotation.ts';

/** What another program did to labels.csv, as the lines that take note of it; empty if it did nothing. */
export interface Merge {
  readonly rows: readonly AdoptedRow[];
  readonly conflicts: readonly Extract<LineBody, { readonly kind: 'conflict' }>[];
}

export const noMerge: Merge = { rows: [], conflicts: [] };

/**
 * The three-way merge of ARCHITECTURE 4.4, path by path: base = journal at the checkpoint, theirs = labels.csv, ours =
 * whole journal. Where only theirs changed, theirs stands; where both did, ours, and theirs is kept as a conflict. A
 * value of theirs that ours had at some time since the checkpoint is no change of theirs: it is what we wrote ourselves
 * before we could note the checkpoint. `isComplete` false: some rows of theirs are unreadable, so none counts as deleted.
 */
export function* mergeLabels(
  history: Pick<History, 'annotations' | 'recentValues'>,
  theirs: ReadonlyMap<string, Annotation>,
  isComplete: boolean,
): Steps<Merge> {
  const recent = history.recentValues();
  const rows: AdoptedRow[] = [];
  const conflicts: Merge['conflicts'][number][] = [];
  for (const path of new Set([...history.annotations.keys(), ...theirs.keys()])) {
    yield;
    const our = history.annotations.get(path);
    const their = theirs.get(path);
    if (sameAnnotation(our, their) || (their === undefined && !isComplete)) continue;
    const values = recent.get(path);
    if (values === undefined) rows.push({ path, from: keep(our), to: keep(their) });
    else if (!values.some((value) => sameAnnotation(value, their)))
      conflicts.push({ kind: 'conflict', path, ours: keep(our), theirs: keep(their) });
  }
  return { rows, conflicts };
}

/** The annotations with what theirs changed. */
export function mergedAnnotations(
  ours: ReadonlyMap<string, Annotation>,
  { rows }: Merge,
): ReadonlyMap<string, Annotation> {
  const merged = new Map(ours);
  for (const { path: image, to } of rows) {
    const annotation = unkeep(to);
    if (annotation === undefined) merged.delete(image);
    else merged.set(image, annotation);
  }
  return merged;
}
