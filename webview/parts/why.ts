import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelBatch, PanelPick, PanelReason } from '../../src/protocol/panel.ts';
import { percent } from '../percent.ts';
import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';

/** Why the image under the cursor was picked; nothing for images outside the batch. */
export function whyCard(state: State, thumbnail: (path: string) => string | undefined): TemplateResult {
  const path = currentPath(state);
  const number = state.batch?.picks.findIndex((pick) => pick.path === path) ?? -1;
  const pick = state.batch?.picks[number];
  return html`<section class="why" aria-label="Why this image">
    <h2>Why this image</h2>
    ${path === '' ? html`<p class="hint">No image here.</p>` : html`<p class="path" title=${path}>${path}</p>`}
    ${pick && state.batch ? facts(pick, number, state, state.batch, thumbnail) : path === '' ? nothing : html`<p class="hint">Not in this batch.</p>`}
  </section>`;
}

function facts(
  { reason }: PanelPick,
  number: number,
  state: State,
  { selector, why, picks }: PanelBatch,
  thumbnail: (path: string) => string | undefined,
): TemplateResult {
  const near = reason.nearest && thumbnail(reason.nearest.path);
  return html`<p class="reason">${reason.text}</p>
    <dl>
      <dt>Pick</dt>
      <dd>${number + 1} of ${picks.length}</dd>
      <dt>Strategy</dt>
      <dd title=${why}>${strategyTitle(state, selector)}</dd>
      ${rows(reason).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${near === undefined ? nothing : html`<img class="near" alt="" src=${near} title=${reason.nearest?.path ?? ''} />`}`;
}

function rows({
  cluster,
  typicalityRank,
  gain,
  nearest,
  prediction,
  uncertainty,
}: PanelReason): readonly (readonly [string, string])[] {
  const count = (value: number): string => value.toLocaleString('en');
  const found: [string, string][] = [];
  if (prediction) found.push(['Predicted', `${prediction.label}, ${percent(prediction.confidence)}`]);
  if (uncertainty)
    found.push([
      capital(uncertainty.name),
      uncertainty.value.toLocaleString('en', { maximumSignificantDigits: 2 }),
    ]);
  if (cluster) found.push(['Cluster', `${count(cluster.size)} images, ${count(cluster.labeled)} labeled`]);
  if (typicalityRank !== undefined) found.push(['Typicality', `rank ${count(typicalityRank)}`]);
  if (gain !== undefined)
    found.push(['Coverage', `+${(gain * 100).toLocaleString('en', { maximumSignificantDigits: 2 })} %`]);
  if (nearest)
    found.push(['Nearest', `${nearest.distance.toLocaleString('en', { maximumSignificantDigits: 3 })} away`]);
  return found;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
