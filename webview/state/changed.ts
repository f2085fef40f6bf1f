import { unpackPaths } from '../../src/protocol/packedPaths.ts';
import type { AnnotationPatch, PanelState } from '../../src/protocol/panel.ts';
import { undecidedPlace } from './advance.ts';
import { classesAfter } from './classEdit.ts';
import { everything, wholeBatch } from './filter.ts';
import { movedGiven } from './given.ts';
import { filtered, relisted } from './listing.ts';
import { currentPath } from './selection.ts';
import type { State } from './state.ts';

/**
 * The host told what changed. A new batch is shown at once where this panel has asked for it; one that another window or
 * program has selected is only offered, for a key that is on its way must not label another image.
 */
export function changed(state: State, change: Partial<PanelState>): State {
  const { images, unreadable, classes, ...rest } = change;
  const hasEnded = change.job === null && state.job !== null;
  const endedJobs = state.endedJobs + (hasEnded ? 1 : 0);
  let next: State = { ...state, ...rest, endedJobs, isLoaded: true };
  if (classes) next = withClassActs({ ...next, toldClasses: classes }, next.classActs);
  if (unreadable)
    next = { ...next, unreadable: new Map(unreadable.map(({ path, reason }) => [path, reason])) };
  if (images) {
    const paths = unpackPaths(images);
    const rowOf = new Map(paths.map((path, row) => [path, row]));
    // Until the host tells them by the new rows.
    const moved = (row: number): number | undefined => rowOf.get(state.paths[row]);
    const given = state.given && movedGiven(state.given, moved);
    next = { ...next, paths, rowOf, saved: state.saved.moved(moved), given };
  }
  if (images || change.batch !== undefined) next = { ...next, batchRows: rowsOfBatch(next) };
  const isNewBatch = change.batch !== undefined && (!state.isLoaded || change.batch?.id !== state.batch?.id);
  if (isNewBatch && next.batch !== null && isAwaited(state, change)) {
    const view = state.isLoaded ? 'batch' : next.view;
    const asked: State = { ...next, view, filter: wholeBatch, isBatchOffered: false };
    return atFirstUndecided(filtered(asked, ''));
  }
  if (isNewBatch) next = { ...next, isBatchOffered: next.batch !== null };
  if (next.batch === null && next.filter.show.kind === 'batch')
    return filtered({ ...next, filter: everything }, currentPath(state));
  if (images) {
    const listed = relisted(next, state);
    return listed.filter.show.kind === 'batch' ? { ...listed, isBatchOffered: false } : listed;
  }
  // The first predictions: a list by predicted class had nothing to go by.
  const isFirst = state.predictions === null && next.predictions !== null;
  return isFirst && next.filter.show.kind === 'predicted' ? filtered(next, '') : next;
}

function isAwaited({ isLoaded, shown, job }: State, change: Partial<PanelState>): boolean {
  return !isLoaded || shown.length === 0 || job?.kind === 'select' || change.job?.kind === 'select';
}

/** The host told what is known of images. The first time, the cursor goes to what is left to do. */
export function annotated(state: State, patch: AnnotationPatch): State {
  const next: State = { ...state, saved: state.saved.patched(patch), isAnnotated: true };
  const isFirst = !state.isAnnotated && state.filter.show.kind === 'batch';
  return isFirst ? atFirstUndecided(next) : next;
}

function atFirstUndecided(state: State): State {
  return { ...state, cursor: undecidedPlace({ ...state, cursor: -1 }, 1) ?? 0 };
}

/** The class list with these changes on their way. */
export function withClassActs(state: State, classActs: State['classActs']): State {
  const classes = classActs.reduce((list, { act }) => classesAfter(list, act), state.toldClasses);
  return { ...state, classActs, classes };
}

function rowsOfBatch({ batch, rowOf }: State): Int32Array {
  return Int32Array.from((batch?.picks ?? []).flatMap(({ path }) => rowOf.get(path) ?? []));
}
