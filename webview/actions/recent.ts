import type { PanelRecent } from '../../src/protocol/panel.ts';
import { failed, type Page } from './page.ts';

export interface RecentActions {
  /** Goes to the image one of the last acts was about, or selects its images. */
  readonly showRecent: (act: PanelRecent) => void;
}

export function recentActions(page: Page): RecentActions {
  const { host, dispatch, focusImages } = page;
  return {
    showRecent: ({ id, path, count }) => {
      focusImages();
      if (count === 1) dispatch({ type: 'goToPath', path });
      else host.recentPaths(id).then((paths) => dispatch({ type: 'selectPaths', paths }), failed(page));
    },
  };
}
