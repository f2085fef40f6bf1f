import { failed, say } from '../actions/page.ts';
import { isDecided } from '../annotations.ts';
import { t } from '../l10n.ts';
import { annotationOf } from '../state/image.ts';
import type { ViewPage } from '../views/view.ts';
import { formatted } from '../words.ts';
import type { ClusterStore } from './clusterStore.ts';

/** What can be done with a cluster. */
export interface ClusterActs {
  /** Selects its images: the class keys label them all, as one act. */
  readonly select: (cluster: number, how: 'replace' | 'add') => void;
  /** Selects those that nothing is decided about. */
  readonly selectOpen: (cluster: number) => void;
  /** Lists its images in the grid. */
  readonly list: (cluster: number) => void;
  /** The next batch is chosen from its images only. */
  readonly chooseFrom: (cluster: number) => void;
  readonly split: (cluster: number) => void;
}

export function clusterActs(page: ViewPage, store: ClusterStore): ClusterActs {
  const { host, state, dispatch, actions } = page;
  return {
    select: (cluster, how) => {
      const rows = store.rows(cluster);
      dispatch({ type: 'selectRows', rows, how });
      say(
        page,
        t(
          '{0}: {1} images selected. A class key labels them all.',
          clusterTitle(cluster),
          formatted(rows.length),
        ),
      );
    },
    selectOpen: (cluster) => {
      const rows = store.rows(cluster).filter((row) => !isDecided(annotationOf(state(), row)));
      dispatch({ type: 'selectRows', rows, how: 'replace' });
      say(
        page,
        t('{0}: {1} images without a label selected.', clusterTitle(cluster), formatted(rows.length)),
      );
    },
    list: (cluster) => {
      const back = {
        label: t('Back to the map'),
        title: t('Back to the map'),
        onPress: () => actions.showView('map'),
      };
      dispatch({
        type: 'give',
        given: { title: clusterTitle(cluster), rows: store.rows(cluster), buttons: [back] },
      });
      actions.focusView();
    },
    chooseFrom: (cluster) => {
      const { paths } = state();
      const title = clusterTitle(cluster);
      const among = { title, paths: Array.from(store.rows(cluster), (row) => paths[row]) };
      void host
        .chooseAmong(among)
        .then(() =>
          say(
            page,
            t('The next batch is chosen from {0} only; the constraints menu has the way back.', title),
          ),
        )
        .catch(failed(page));
    },
    split: (cluster) => {
      const title = clusterTitle(cluster);
      void store.split(cluster).then((parts) => {
        if (parts.length === 1) say(page, t('{0} falls into no smaller groups.', title));
        if (parts.length > 1)
          say(page, t('{0} is split into {1}.', title, parts.map(clusterTitle).join(', ')));
      });
    },
  };
}

/** What a cluster is called by its place: "Cluster 3". */
export function clusterTitle(cluster: number): string {
  return t('Cluster {0}', formatted(cluster + 1));
}
