import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { segments, select, textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import { percent } from '../percent.ts';
import type { State } from '../state/state.ts';
import { button } from '../widgets.ts';
import { formatted } from '../words.ts';
import { countsOf, type Looking } from './listing.ts';
import { checkWords } from './words.ts';

const severities = [0, 0.5, 0.7, 0.9];

export interface HeadEvents {
  readonly onLook: (change: Partial<Looking>) => void;
  readonly onAcceptAll: () => void;
  readonly onShowInGrid: () => void;
}

/** What stands above the findings: what the check looks for, which of them are listed, what can be done with all. */
export function reviewHead(
  state: State,
  looking: Looking,
  parts: { readonly acceptable: number; readonly images: number } & HeadEvents,
): TemplateResult {
  const { check, show, least } = looking;
  const isIgnored = check === 'ignored';
  const counts = countsOf(state, least).get(check) ?? { open: 0, done: 0, ignored: 0 };
  const report = state.review?.checks.find((one) => one.check === check);
  return html`<header class="review-head">
    <div class="review-title">
      <h2>${isIgnored ? t('Ignored') : checkWords[check].title}</h2>
      <p class="hint">${isIgnored ? t('They stay so in the next review, until they count again.') : checkWords[check].finds}</p>
      ${report && report.note !== '' && report.state === 'done' ? html`<p class="hint">${report.note}</p>` : nothing}
    </div>
    <div class="review-tools">
      ${
        isIgnored
          ? nothing
          : html`${segments(
              t('Findings shown'),
              [
                { value: 'open', label: t('Open'), count: counts.open },
                { value: 'done', label: t('Done'), count: counts.done },
                { value: 'all', label: t('All'), count: counts.open + counts.done },
              ],
              show,
              (value) => parts.onLook({ show: value }),
            )}
            ${select(
              t('Severity'),
              severities.map((value) => ({
                value: String(value),
                label: value === 0 ? t('Any severity') : t('Severity from {0}', percent(value)),
              })),
              String(least),
              (value) => parts.onLook({ least: Number(value) }),
            )}`
      }
      ${
        parts.acceptable > 1
          ? textButton({
              label: t('Accept {0} suggestions', formatted(parts.acceptable)),
              title: t('Accepts what is suggested for the open findings listed here; one undo takes it back'),
              onPress: parts.onAcceptAll,
            })
          : nothing
      }
      ${
        parts.images > 0
          ? textButton({
              label: t('Show in Grid'),
              title: t('Lists the images of these findings in the batch view'),
              onPress: parts.onShowInGrid,
            })
          : nothing
      }
    </div>
  </header>`;
}

/** "12 labels since this review · Review Again" */
export function staleLine({ reviewMarks, job }: State, actions: Actions): TemplateResult {
  const { labelsSince } = reviewMarks;
  const text =
    labelsSince === 0
      ? t('No label has changed since this review.')
      : labelsSince === 1
        ? t('1 label has changed since this review.')
        : t('{0} labels have changed since this review.', formatted(labelsSince));
  return html`<p class="review-stale">
    <span>${text}</span>
    ${
      job === null
        ? textButton({
            label: t('Review Again'),
            title: t('Looks at all images and labels as they are now'),
            onPress: () => actions.run('reviewDataset'),
          })
        : nothing
    }
  </p>`;
}

/** Before the first review: what it is, and the button. */
export function reviewStart({ job, isLoaded }: State, actions: Actions): TemplateResult {
  return html`<div class="review-start">
    <h2>${t('Review images and labels')}</h2>
    <p>
      ${t('Finds likely label errors, duplicates, leakage between splits, outliers, and pictures that are unreadable, dark, blurred or tiny. Nothing is changed unasked.')}
    </p>
    ${button({
      label: t('Review Dataset'),
      icon: 'checklist',
      isDisabled: job !== null || !isLoaded,
      onPress: () => actions.run('reviewDataset'),
    })}
  </div>`;
}

interface WaysOut {
  readonly onEmbed: () => void;
  readonly onLabel: () => void;
}

/** Where no finding is listed: why, and the way out. */
export function noFindings(state: State, { check, show, least }: Looking, events: WaysOut): TemplateResult {
  const report = state.review?.checks.find((one) => one.check === check);
  if (report?.state === 'too-early')
    return html`<div class="review-none">
      <p><strong>${t('Too early')}</strong></p>
      <p>${report.note}</p>
      ${wayOut(report.lacks, state, events)}
    </div>`;
  const counts = countsOf(state).get(check);
  const isNarrowed = least > 0 || (show === 'done' && (counts?.open ?? 0) > 0);
  const text =
    check === 'ignored'
      ? t('No finding is ignored.')
      : isNarrowed
        ? t('No finding is as narrow as that.')
        : (counts?.done ?? 0) > 0
          ? t('All done here.')
          : t('Nothing was found.');
  return html`<div class="review-none"><p>${text}</p></div>`;
}

function wayOut(
  lacks: string | undefined,
  { job }: State,
  { onEmbed, onLabel }: WaysOut,
): TemplateResult | typeof nothing {
  if (job !== null) return nothing;
  if (lacks === 'embeddings') return button({ label: t('Embed and Review'), onPress: onEmbed });
  if (lacks === 'labels') return button({ label: t('Label Images'), isSecondary: true, onPress: onLabel });
  return nothing;
}
