import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { PanelCompared, PanelComparison } from '../../src/protocol/comparePanel.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { button } from '../widgets.ts';
import { formatted } from '../words.ts';
import { mixLines } from './mix.ts';
import { type Row, tableRows } from './rows.ts';
import { comparedTitle, markClass } from './titles.ts';

/** The batches side by side, a column each, with the button that makes one of them the next batch. */
export function compareTable(
  comparison: PanelComparison,
  state: State,
  onTake: (n: number) => void,
): TemplateResult {
  const { strategies, selectors, isRunning } = comparison;
  const waiting = isRunning ? selectors.slice(strategies.length) : [];
  const rest = waiting.map(() => html`<td class="compare-waiting" aria-hidden="true"></td>`);
  return html`<table class="compare-table">
    <caption>${caption(comparison)}</caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${t('Now')}</th>
        ${strategies.map(
          (one, n) => html`<th scope="col" title=${one.why || nothing}>
            <span class=${markClass(n)} aria-hidden="true"></span> ${comparedTitle(state, one)}
          </th>`,
        )}
        ${waiting.map(
          (id, n) => html`<th scope="col" class="compare-waiting">
            ${comparedTitle(state, { selector: id, chosen: '' })}
            <span class="compare-step">${n === 0 ? t('choosing…') : t('next')}</span>
          </th>`,
        )}
      </tr>
    </thead>
    <tbody>
      <tr class="compare-take">
        <th scope="row">${t('Next batch')}</th>
        <td></td>
        ${strategies.map(
          (one, n) => html`<td>
            ${
              one.refusal === ''
                ? button({
                    label: t('Take This One'),
                    title: t(
                      'The batch of {0} becomes the next one, exactly as it is here',
                      comparedTitle(state, one),
                    ),
                    isSecondary: true,
                    isDisabled: one.picks.length === 0,
                    onPress: () => onTake(n),
                  })
                : html`<span class="compare-refusal">${one.refusal}</span>`
            }
          </td>`,
        )}
        ${rest}
      </tr>
      ${tableRows(comparison, state).map((row) => tableRow(row, rest))}
      ${hasMix(strategies) ? mixRow(comparison, rest) : nothing}
    </tbody>
  </table>`;
}

function caption({ budget, within, ground }: PanelComparison): string {
  const { clusters, labeled, candidates } = ground;
  const by =
    clusters.by === 'own'
      ? t('{0} clusters of your own', formatted(clusters.count))
      : t('{0} clusters by k-means', formatted(clusters.count));
  const [size, of, sofar] = [budget, candidates, labeled].map(formatted);
  return within === ''
    ? t('Batches of {0} from {1} images, {2} labeled so far; {3}.', size, of, sofar, by)
    : t('Batches of {0} from {1} images ({2}), {3} labeled so far; {4}.', size, of, within, sofar, by);
}

function tableRow({ title, about, now, cells }: Row, rest: readonly TemplateResult[]): TemplateResult {
  return html`<tr>
    <th scope="row" title=${about}>${title}</th>
    <td>${now}</td>
    ${cells.map(({ text, isBest }) =>
      isBest
        ? html`<td class="is-best">${text} <span class="compare-best">${t('best')}</span></td>`
        : html`<td>${text}</td>`,
    )}
    ${rest}
  </tr>`;
}

function hasMix(strategies: readonly PanelCompared[]): boolean {
  return strategies.some(({ measures }) => measures !== undefined && measures.mix.length > 0);
}

function mixRow({ strategies, classes }: PanelComparison, rest: readonly TemplateResult[]): TemplateResult {
  return html`<tr class="compare-mix">
    <th scope="row" title=${t('What the model expects the images of the batch to be.')}>${t('Expected classes')}</th>
    <td></td>
    ${strategies.map(
      ({ measures }) => html`<td>
        <ul>
          ${mixLines(measures?.mix ?? [], classes).map(
            ({ name, count, share }) => html`<li>
              <span class="compare-class" title=${name}>${name}</span> <span>${count}</span>
              <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
                ${svg`<rect width=${(100 * share).toFixed(1)} height="3"></rect>`}
              </svg>
            </li>`,
          )}
        </ul>
      </td>`,
    )}
    ${rest}
  </tr>`;
}
