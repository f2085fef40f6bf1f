import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelBatch, PanelPick, PanelReason } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { textButton } from '../controls.ts';
import { language, t } from '../l10n.ts';
import { percent } from '../percent.ts';
import { annotationOf } from '../state/image.ts';
import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';
import { formatted } from '../words.ts';

/** Why the image under the cursor was picked; nothing for images outside the batch. */
export function whyCard(
  state: State,
  thumbnail: (path: string) => string | undefined,
  actions: Actions,
): TemplateResult {
  const path = currentPath(state);
  const { batch } = state;
  const number = batch?.picks.findIndex((pick) => pick.path === path) ?? -1;
  const pick = batch?.picks[number];
  const row = state.rowOf.get(path);
  const isImplied = row !== undefined && annotationOf(state, row).implied === true;
  return html`<section class="why" aria-label=${t('Why this image')}>
    <h2>${t('Why this image')}</h2>
    ${
      path === ''
        ? html`<p class="hint">${t('No image here.')}</p>`
        : html`<p class="path" title=${path}>${path}</p>
            ${isImplied ? html`<p class="hint">${t('Its label follows from which images show the same.')}</p>` : nothing}
            ${textButton({ label: t('Find similar'), title: t('List the images most like this one'), onPress: () => actions.findSimilar({ like: [path], unlike: [] }) })}`
    }
    ${
      pick && batch
        ? html`${facts(pick, number, state, batch)} ${nearest(pick.reason, state, thumbnail, actions)}`
        : path === ''
          ? nothing
          : html`<p class="hint">${t('Not in this batch.')}</p>`
    }
  </section>`;
}

function facts(
  { reason }: PanelPick,
  number: number,
  state: State,
  { selector, why, notes, picks }: PanelBatch,
): TemplateResult {
  const rows: readonly (readonly [name: string, value: string])[] = [
    [t('Pick'), t('{0} of {1}', formatted(number + 1), formatted(picks.length))],
    [t('Strategy'), strategyTitle(state, selector)],
    ...reasonRows(reason),
  ];
  return html`<p class="reason">${reason.text}</p>
    <dl title=${[why, ...notes].join('\n')}>
      ${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    </dl>`;
}

function reasonRows(reason: PanelReason): readonly (readonly [string, string])[] {
  const { cluster, typicalityRank, gain, prediction, uncertainty } = reason;
  const rows: [string, string][] = [];
  if (prediction) rows.push([t('Predicted'), `${prediction.label}, ${percent(prediction.confidence)}`]);
  if (uncertainty) rows.push([uncertaintyName(uncertainty.name), digits(uncertainty.value, 2)]);
  if (cluster)
    rows.push([
      t('Cluster'),
      cluster.size === 1
        ? t('1 image')
        : t('{0} images, {1} labeled', formatted(cluster.size), formatted(cluster.labeled)),
    ]);
  if (typicalityRank !== undefined)
    rows.push([
      t('Typicality'),
      cluster
        ? t('rank {0} of {1} in its cluster', formatted(typicalityRank), formatted(cluster.size))
        : t('rank {0}', formatted(typicalityRank)),
    ]);
  if (gain !== undefined) rows.push([t('Coverage'), `+${digits(gain * 100, 2)} %`]);
  return rows;
}

/** What each measure is: each is larger where the model is less sure. */
function uncertaintyName(measure: string): string {
  switch (measure) {
    case 'margin':
      return t('1 − margin');
    case 'least-confidence':
      return t('1 − confidence');
    case 'entropy':
      return t('Entropy, 0 to 1');
    case 'bald':
      return t('Disagreement (BALD)');
    case 'dbal':
      return t('Entropy under dropout');
    default:
      return t('Uncertainty ({0})', measure);
  }
}

/** The labeled image that is most like it; a press goes there. */
function nearest(
  reason: PanelReason,
  state: State,
  thumbnail: (path: string) => string | undefined,
  actions: Actions,
): TemplateResult | typeof nothing {
  const near = reason.nearest;
  if (near === undefined) return nothing;
  const row = state.rowOf.get(near.path);
  const label = row === undefined ? '' : annotationOf(state, row).label;
  const url = thumbnail(near.path);
  return html`<button
    type="button"
    class="near"
    title=${t('Go to {0}', near.path)}
    ?disabled=${row === undefined}
    @click=${() => actions.goToPath(near.path)}
  >
    ${url === undefined ? html`<span class="near-picture"></span>` : html`<img class="near-picture" alt="" src=${url} />`}
    <span class="near-text">
      <span class="near-title">${label === '' ? t('Nearest labeled image') : t('Nearest labeled: {0}', label)}</span>
      <span class="near-distance">${t('distance {0}', digits(near.distance, 3))}</span>
    </span>
  </button>`;
}

function digits(value: number, maximumSignificantDigits: number): string {
  return value.toLocaleString(language, { maximumSignificantDigits });
}
