import { html, nothing, type TemplateResult } from 'lit-html';
import type { Progress } from '../../src/core/types.ts';
import type { PanelJob } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { language, t } from '../l10n.ts';
import { wholeBatch } from '../state/filter.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';
import type { Summary } from '../summary.ts';
import { button, icon, iconButton, progressBar } from '../widgets.ts';
import { formatted } from '../words.ts';
import { adviceCard } from './advice.ts';

/** What stands between the toolbar and the images: an error or a message, the running job, why this strategy. */
export function notices(state: State, summary: Summary, actions: Actions): TemplateResult {
  return html`${banner(state, actions)}${job(state, actions)}${adviceCard(state, actions)}${strategy(state, summary, actions)}`;
}

function banner({ banner }: State, actions: Actions): TemplateResult | typeof nothing {
  if (banner === null) return nothing;
  const { kind, message, button: wayOut } = banner;
  return html`<div class="banner ${kind}" role=${kind === 'error' ? 'alert' : nothing}>
    ${icon(kind === 'error' ? 'error' : 'info')}
    <p>${message}</p>
    ${
      wayOut
        ? button({ label: wayOut.title, isSecondary: true, onPress: () => actions.run(wayOut.command) })
        : nothing
    }
    ${iconButton({ icon: 'close', label: t('Dismiss'), onPress: () => actions.dismissBanner() })}
  </div>`;
}

function job({ job }: State, actions: Actions): TemplateResult | typeof nothing {
  if (job === null) return nothing;
  const { done = 0, total = 0 } = job.progress ?? {};
  return html`<div class="job" data-job=${job.kind}>
    <div class="job-bar">${progressBar(jobTitle(job), done, total)}</div>
    <p><strong>${jobTitle(job)}</strong> ${jobDetail(job)}</p>
    ${button({ label: t('Cancel'), isSecondary: true, onPress: () => actions.run('cancelRunningJob') })}
  </div>`;
}

const phases: Readonly<Record<Progress['phase'], () => string>> = {
  list: () => t('Listing images'),
  read: () => t('Reading images'),
  embed: () => t('Embedding images'),
  load: () => t('Loading embeddings'),
  train: () => t('Training the head'),
  cluster: () => t('Finding clusters'),
  select: () => t('Choosing the batch'),
  simulate: () => t('Simulating'),
  layout: () => t('Laying out the map'),
  write: () => t('Saving'),
  compare: () => t('Comparing images'),
  download: () => t('Downloading'),
};

const jobs: Readonly<Record<PanelJob['kind'], () => string>> = {
  embed: phases.embed,
  select: () => t('Selecting the next batch'),
  advise: () => t('Comparing strategies on your labels'),
  compare: () => t('Comparing the batches of strategies'),
  simulate: phases.simulate,
  replay: () => t('Choosing a batch again'),
  review: () => t('Reviewing the dataset'),
};

function jobTitle({ kind, progress }: PanelJob): string {
  return progress === null ? jobs[kind]() : phases[progress.phase]();
}

/** "1,240 of 9,146 · 58 per second · 2 min left" */
function jobDetail({ progress }: PanelJob): string {
  if (progress === null || progress.total === 0) return '';
  const { done, total, rate, secondsLeft } = progress;
  const parts = [t('{0} of {1}', formatted(done), formatted(total))];
  if (rate !== undefined && rate > 0)
    parts.push(t('{0} per second', rate.toLocaleString(language, { maximumSignificantDigits: 2 })));
  if (secondsLeft !== undefined) parts.push(t('{0} left', duration(secondsLeft)));
  return parts.join(' · ');
}

/** Seconds, for a person: "40 s", "3 min", "1 h 20 min". */
function duration(seconds: number): string {
  if (seconds < 60) return t('{0} s', Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  return t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** Which strategy chose the batch, and why; or that the batch is done. */
function strategy(
  state: State,
  { batchDone, batchSize }: Summary,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { batch, filter, view, isBatchOffered } = state;
  if (isBatchOffered)
    return html`<div class="strategy is-done">
      ${icon('info')}
      <p>${t('A new batch was selected elsewhere.')}</p>
      ${button({ label: t('Show It'), isSecondary: true, onPress: () => actions.filter(wholeBatch) })}
    </div>`;
  if (batch === null || view !== 'batch' || filter.show.kind !== 'batch') return nothing;
  if (batchSize > 0 && batchDone === batchSize)
    return html`<div class="strategy is-done">
      ${icon('pass')}
      <p>${t('This batch is done. The next one takes its labels into account.')}</p>
      ${
        state.job === null
          ? button({
              label: t('Select Next Batch'),
              isSecondary: true,
              onPress: () => actions.run('selectNextBatch'),
            })
          : nothing
      }
    </div>`;
  return html`<p class="strategy">
    <span class="strategy-name">${strategyTitle(state, batch.selector)}</span>
    ${[batch.why, ...batch.notes].join(' ')}
  </p>`;
}
