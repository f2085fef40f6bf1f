import { captionOf } from '../state/given.ts';
import { annotationOf, isPending, predictionOf } from '../state/image.ts';
import { isSelected } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import type { CellContent } from './cell.ts';
import type { Thumbnails } from './thumbnails.ts';

/** What the cell of a place shows; undefined = there is no image at that place. */
export function cellContent(state: State, place: number, thumbnails: Thumbnails): CellContent | undefined {
  const row = state.shown[place];
  if (row === undefined) return undefined;
  const path = state.paths[row];
  const { label, skipped, flagged, implied = false } = annotationOf(state, row);
  const prediction = predictionOf(state, row);
  const predicted = prediction === undefined || prediction.isRejected ? '' : prediction.label;
  const picture = thumbnails.get(path);
  const colors = colorsOf(state.classes);
  return {
    place,
    path,
    url: picture?.kind === 'picture' ? picture.url : undefined,
    isUnreadable: picture?.kind === 'unreadable' || state.unreadable.has(path),
    label,
    color: colors.get(label) ?? -1,
    isSkipped: skipped,
    isFlagged: flagged,
    isImplied: implied,
    predicted,
    predictedColor: colors.get(predicted) ?? -1,
    confidence: prediction?.confidence ?? 0,
    caption: captionOf(state, row),
    isPending: isPending(state, path),
    isCursor: place === state.cursor,
    isSelected: isSelected(state, place),
  };
}

const known = new WeakMap<State['classes'], ReadonlyMap<string, number>>();

/** Numbers of colors by class; worked out once for a list of classes. */
function colorsOf(classes: State['classes']): ReadonlyMap<string, number> {
  const before = known.get(classes);
  if (before !== undefined) return before;
  const colors = new Map(classes.map(({ name, color }) => [name, color]));
  known.set(classes, colors);
  return colors;
}
