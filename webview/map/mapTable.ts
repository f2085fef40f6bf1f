import { html, type TemplateResult } from 'lit-html';
import { t } from '../l10n.ts';
import { annotationOf } from '../state/image.ts';
import { isSelected } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { clusterTitle } from './clusterActs.ts';
import type { Clustering } from './clusterStore.ts';

/** Images that the table lists. */
export const tableRows = 100;

export interface MapTable {
  readonly state: State;
  readonly points: Float32Array;
  readonly clustering: Clustering | undefined;
  /** The nearest to the cursor first. */
  readonly near: readonly { readonly row: number; readonly distance: number }[];
  readonly onPick: (row: number) => void;
  readonly onOpen: (row: number) => void;
}

/** The map in words: the images nearest to the one under the cursor. A press goes to an image, and the table follows. */
export function mapTable({ state, points, clustering, near, onPick, onOpen }: MapTable): TemplateResult {
  const placeOf = new Map<number, number>();
  for (const [place, row] of state.shown.entries()) placeOf.set(row, place);
  const number = (value: number): string => value.toFixed(2);
  return html`<div class="map-table" tabindex="-1">
    <table>
      <caption>
        ${t('The {0} images nearest to the cursor. Enter goes to one.', near.length)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('Image')}</th>
          <th scope="col">${t('Class')}</th>
          <th scope="col">${t('Cluster')}</th>
          <th scope="col">x</th>
          <th scope="col">y</th>
          <th scope="col">${t('Distance')}</th>
        </tr>
      </thead>
      <tbody @keydown=${onKey}>
        ${near.map(({ row, distance }) => {
          const cluster = clustering?.assignments[row] ?? -1;
          const { label, skipped } = annotationOf(state, row);
          const place = placeOf.get(row);
          const isChosen = place !== undefined && isSelected(state, place);
          return html`<tr aria-selected=${isChosen} class=${isChosen ? 'is-selected' : ''}>
            <th scope="row">
              <button type="button" @click=${() => onPick(row)} @dblclick=${() => onOpen(row)}>${state.paths[row]}</button>
            </th>
            <td>${label || (skipped ? t('skipped') : '–')}</td>
            <td>${cluster < 0 ? '–' : clusterTitle(cluster)}</td>
            <td>${number(points[2 * row])}</td>
            <td>${number(points[2 * row + 1])}</td>
            <td>${number(distance)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** Up and Down lead through the rows; all other keys mean what they mean everywhere. */
function onKey(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
