import { html, nothing, render, type TemplateResult } from 'lit-html';
import { say } from '../actions/page.ts';
import { select } from '../controls.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import type { ViewPage } from '../views/view.ts';
import { button } from '../widgets.ts';
import { formatted } from '../words.ts';
import { clusterActs } from './clusterActs.ts';
import { clusterForm, trouble, working } from './clusterForm.ts';
import { orders, readOrder, sorted } from './clusterOrder.ts';
import { clusterRow, type ListedCluster } from './clusterRow.ts';
import type { ClusterStore } from './clusterStore.ts';
import { silhouetteBars } from './silhouetteBars.ts';

/** Clusters that are listed before a person asks for all. */
const listedFirst = 100;
const usualCount = 20;

/** The list of clusters beside the map. */
export interface ClusterList {
  readonly element: HTMLElement;
  /** Pictures that it shows: whoever asks for thumbnails asks for these too. */
  readonly wanted: readonly string[];
  show(state: State): void;
}

export function createClusterList(page: ViewPage, store: ClusterStore): ClusterList {
  const element = document.createElement('section');
  element.className = 'clusters';
  element.setAttribute('aria-label', t('Clusters'));
  const acts = clusterActs(page, store);
  let order: (typeof orders)[number] = 'size';
  let count = usualCount;
  let open = 0;
  let listsAll = false;
  let wanted: readonly string[] = [];

  const draw = (): void => {
    render(template(page.state()), element);
  };
  const group = async (k: number | 'auto'): Promise<void> => {
    await store.group(k);
    const { clustering } = store;
    if (clustering === undefined || store.error !== undefined) return;
    open = 0;
    count = clustering.clusters.length;
    say(page, [t('{0} clusters.', formatted(count)), ...clustering.notes].join(' '));
    draw();
  };

  function template(state: State): TemplateResult {
    return html`<h2>${t('Clusters')}</h2>
      ${clusterForm(count, (k) => {
        if (k !== 'auto') count = k;
        void group(k);
      })}
      ${trouble(store.error, page.actions)} ${working(store)} ${found(state)}`;
  }

  function found(state: State): TemplateResult | typeof nothing {
    const { clustering } = store;
    if (clustering === undefined)
      return html`<p class="hint">${t('Images that look alike, to be labeled together.')}</p>`;
    const all = listed(state);
    const shown = listsAll ? all : all.slice(0, listedFirst);
    return html`${silhouetteBars(clustering.silhouettes, clustering.clusters.length, (k) => void group(k))}
      ${clustering.notes.map((note) => html`<p class="hint">${note}</p>`)}
      <div class="cluster-order">
        ${select(t('Order'), orderChoices(), order, (value) => {
          order = readOrder(value);
          draw();
        })}
      </div>
      <ul class="cluster-list" aria-label=${t('Clusters')} @keydown=${onKey}
        @click=${(event: Event) => openRow((event.target as Element).closest<HTMLElement>('.cluster-main'))}
      >
        ${shown.map((cluster) => clusterRow(cluster, state, acts))}
      </ul>
      ${
        shown.length === all.length
          ? nothing
          : button({
              label: t('Show all {0}', formatted(all.length)),
              isSecondary: true,
              onPress: () => {
                listsAll = true;
                draw();
              },
            })
      }`;
  }

  function listed(state: State): readonly ListedCluster[] {
    const { clustering, facts } = store;
    const clusters = clustering?.clusters ?? [];
    const path = ({ medoid }: (typeof clusters)[number]): string => state.paths[medoid] ?? '';
    const all = clusters.map((info, number): ListedCluster => {
      const picture = page.thumbnails.get(path(info));
      const url = picture?.kind === 'picture' ? picture.url : undefined;
      return { number, info, facts: facts[number], picture: url, isOpen: number === open };
    });
    const ordered = sorted(all, order);
    wanted = ordered.slice(0, listsAll ? all.length : listedFirst).map(({ info }) => path(info));
    return ordered;
  }

  /** Up and Down lead through the list; all other keys mean what they mean everywhere. */
  function onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...element.querySelectorAll<HTMLElement>('.cluster-main')];
    const at = rows.findIndex((row) => row.parentElement?.contains(event.target as Node));
    event.preventDefault();
    event.stopPropagation();
    const next = rows[at + step];
    next?.focus();
    openRow(next);
  }

  /** The row that was pressed or gone to is the one with buttons. Not at the press of a mouse: nothing may move under it. */
  function openRow(main: HTMLElement | null | undefined): void {
    const number = Number(main?.dataset.cluster ?? open);
    if (number === open) return;
    open = number;
    draw();
  }

  store.onChange(draw);
  return {
    element,
    get wanted() {
      return wanted;
    },
    show: draw,
  };
}

function orderChoices(): readonly { readonly value: string; readonly label: string }[] {
  const labels = { size: t('Largest first'), open: t('Most unlabeled first'), purity: t('Least pure first') };
  return orders.map((value) => ({ value, label: labels[value] }));
}
