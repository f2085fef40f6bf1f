import type { Page } from '../actions/page.ts';
import { currentPath } from '../state/selection.ts';

/** Remembers the list that is shown and where the cursor is in it; the function it returns goes back there. */
export function backTo({
  state,
  dispatch,
  focusImages,
}: Pick<Page, 'state' | 'dispatch' | 'focusImages'>): () => void {
  const { filter, given, view } = state();
  const path = currentPath(state());
  return () => {
    if (filter.show.kind === 'given' && given !== undefined) dispatch({ type: 'give', given });
    else dispatch({ type: 'filter', change: filter });
    const { rowOf, shown } = state();
    // Not elsewhere than in the list, which may be another by now.
    if (shown.includes(rowOf.get(path) ?? -1)) dispatch({ type: 'goToPath', path });
    dispatch({ type: 'view', view });
    // What was said was about the list that is left.
    dispatch({ type: 'status', text: '' });
    focusImages();
  };
}
