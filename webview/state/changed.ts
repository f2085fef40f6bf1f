import { unpackPaths } from '../../src/protocol/packedPaths.ts';
import type { PanelState } from '../../src/protocol/panel.ts';
import { undecidedPlace } from './advance.ts';
import { filtered } from './filter.ts';
import { currentPath } from './selection.ts';
import type { State } from './state.ts';

/** The host told what changed. A new batch is shown at once. */
export function changed(state: State, change: Partial<PanelState>): State {
  const { images, unreadable, ...rest } = change;
  let next: State = { ...state, ...rest, isLoaded: true };
  if (unreadable)
    next = { ...next, unreadable: new Map(unreadable.map(({ path, reason }) => [path, reason])) };
  if (images) {
    const paths = unpackPaths(images);
    next = { ...next, paths, rowOf: new Map(paths.map((path, row) => [path, row])) };
  }
  const isNewBatch = change.batch !== undefined && (!state.isLoaded || change.batch?.id !== state.batch?.id);
  if (isNewBatch) {
    const atBatch = filtered({ ...next, filter: next.batch ? 'batch' : 'all' }, '');
    return { ...atBatch, cursor: undecidedPlace({ ...atBatch, cursor: -1 }, 1) ?? 0 };
  }
  return images ? filtered(next, currentPath(state)) : next;
}
