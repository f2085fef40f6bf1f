import { html, nothing, type TemplateResult } from 'lit-html';
import type { InsightFacts, PanelInsights, PanelPastBatch } from '../../src/protocol/insightsPanel.ts';
import { t } from '../l10n.ts';
import { iconButton } from '../widgets.ts';
import { duration, moment, share, whole } from './numbers.ts';

export interface BatchTableHost {
  readonly titleOf: (strategy: string) => string;
  readonly act: (id: string, act: 'manifest' | 'show' | 'replay') => void;
  /** The batch whose curve is drawn; undefined = none is. */
  readonly curveOf: string | undefined;
  readonly toggleCurve: (id: string) => void;
}

/** The batches, the newest first: how they came about, what became of them, and what can be done with each. */
export function batchTable(
  { batches }: InsightFacts,
  measured: PanelInsights | undefined,
  host: BatchTableHost,
): TemplateResult {
  const rows = batches.map((batch, i) => row(batch, measured?.agreements[i], host)).reverse();
  return html`<div class="batch-table">
    <table aria-label=${t('Batches')}>
      <thead>
        <tr>
          <th scope="col">${t('Batch')}</th>
          <th scope="col">${t('Strategy')}</th>
          <th scope="col" class="number">${t('Labeled')}</th>
          <th scope="col" class="number" title=${t('Labels there were when it was chosen')}>${t('Labels before')}</th>
          <th scope="col" class="number" title=${t('How often what a head expected, fitted to the labels before, is the label that was given')}>
            ${t('As expected')}
          </th>
          <th scope="col" class="number">${t('Time')}</th>
          <th scope="col" class="number">${t('Seed')}</th>
          <th scope="col"><span class="is-only-read">${t('Actions')}</span></th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

type Agreement = PanelInsights['agreements'][number] | undefined;

function row(batch: PanelPastBatch, agreement: Agreement, host: BatchTableHost): TemplateResult {
  const { id, time, selector, isAuto, labeled, skipped, size, labeledBefore, seconds, seed, curve } = batch;
  const done = t('{0} of {1}', whole(labeled), whole(size));
  const isDrawn = host.curveOf === id;
  return html`<tr>
    <th scope="row">${t('Batch {0}', whole(Number(id)))}<span class="more">${moment(time)}</span></th>
    <td>${host.titleOf(selector)}${isAuto ? html`<span class="more">${t('chosen by Automatic')}</span>` : nothing}</td>
    <td class="number">${done}${skipped > 0 ? html`<span class="more">${t('{0} skipped', whole(skipped))}</span>` : nothing}</td>
    <td class="number">${whole(labeledBefore)}</td>
    <td class="number">
      ${agreement ? html`${share(agreement.mean)}<span class="more">${t('± {0}', share(agreement.standardError))}</span>` : '–'}
    </td>
    <td class="number">${seconds === null ? '–' : duration(seconds)}</td>
    <td class="number">${seed}</td>
    <td class="acts">
      ${iconButton({ icon: 'eye', label: t('Show Batch {0}', whole(Number(id))), onPress: () => host.act(id, 'show') })}
      ${iconButton({ icon: 'debug-restart', label: t('Replay Batch {0}', whole(Number(id))), onPress: () => host.act(id, 'replay') })}
      ${iconButton({ icon: 'json', label: t('Open the Manifest of Batch {0}', whole(Number(id))), onPress: () => host.act(id, 'manifest') })}
      ${
        curve === undefined
          ? nothing
          : iconButton({
              icon: 'graph-line',
              label: isDrawn
                ? t('Hide How the Radius of Batch {0} Was Chosen', whole(Number(id)))
                : t('Show How the Radius of Batch {0} Was Chosen', whole(Number(id))),
              onPress: () => host.toggleCurve(id),
            })
      }
    </td>
  </tr>`;
}
