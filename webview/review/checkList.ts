import { html, nothing, type TemplateResult } from 'lit-html';
import { type CheckReport, type ReviewCheck, reviewChecks } from '../../src/protocol/reviewPanel.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { icon } from '../widgets.ts';
import { formatted } from '../words.ts';
import { type Counts, countsOf, type Looking } from './listing.ts';
import { checkWords } from './words.ts';

/** The checks with what is open of each; a press lists the findings. */
export function checkList(
  state: State,
  looking: Looking,
  onChoose: (check: Looking['check']) => void,
): TemplateResult {
  const counts = countsOf(state);
  const reports = new Map((state.review?.checks ?? []).map((report) => [report.check, report]));
  const ignored = counts.get('ignored')?.ignored ?? 0;
  return html`<nav class="review-checks" aria-label=${t('Checks')}>
    <ul>
      ${reviewChecks.map((check) => {
        const report = reports.get(check);
        if (report === undefined) return nothing;
        return html`<li>${entry(report, counts.get(check), looking.check === check, onChoose)}</li>`;
      })}
      <li class="review-ignored">
        <button
          type="button"
          class="review-check"
          data-check="ignored"
          aria-current=${looking.check === 'ignored' ? 'true' : nothing}
          @click=${() => onChoose('ignored')}
        >
          ${icon('eye-closed')}<span class="review-check-title">${t('Ignored')}</span>
          <span class="count">${formatted(ignored)}</span>
        </button>
      </li>
    </ul>
  </nav>`;
}

function entry(
  { check, state, note }: CheckReport,
  counts: Counts | undefined,
  isChosen: boolean,
  onChoose: (check: ReviewCheck) => void,
): TemplateResult {
  const { title } = checkWords[check];
  const { open = 0, done = 0 } = counts ?? {};
  const isEarly = state === 'too-early';
  const isClean = open + done === 0;
  const said = isEarly ? t('too early') : t('{0} open', formatted(open));
  return html`<button
    type="button"
    class="review-check ${open === 0 ? 'is-clean' : ''}"
    data-check=${check}
    title=${note === '' ? checkWords[check].finds : note}
    aria-label=${`${title}, ${said}`}
    aria-current=${isChosen ? 'true' : nothing}
    @click=${() => onChoose(check)}
  >
    ${icon(isEarly ? 'watch' : open > 0 ? 'warning' : isClean ? 'pass' : 'pass-filled')}
    <span class="review-check-title">${title}</span>
    <span class="count">${isEarly ? t('too early') : formatted(open)}</span>
  </button>`;
}
