import type { ViewName } from '../../src/protocol/panel.ts';
import { t } from '../l10n.ts';
import type { ViewEntry } from './view.ts';

/** THE LIST of views beside the batch, in the order of their tabs. `webview/<name>/<name>.css` is loaded with each. */
export const views: readonly ViewEntry[] = [
  {
    name: 'map',
    title: t('Map'),
    hasClasses: true,
    load: () => import('../map/mapView.ts'),
  },
  {
    name: 'relations',
    title: t('Relations'),
    hasClasses: true,
    load: () => import('../relations/relationsView.ts'),
  },
  {
    name: 'review',
    title: t('Review'),
    hasClasses: true,
    load: () => import('../review/reviewView.ts'),
  },
  {
    name: 'compare',
    title: t('Compare'),
    hasClasses: false,
    load: () => import('../compare/compareView.ts'),
  },
  {
    name: 'insights',
    title: t('Insights'),
    hasClasses: false,
    load: () => import('../insights/insightsView.ts'),
  },
];

/** The entry of a view; undefined for the batch. */
export function viewEntry(name: ViewName): ViewEntry | undefined {
  return views.find((entry) => entry.name === name);
}
