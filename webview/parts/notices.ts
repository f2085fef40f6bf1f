import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelJob } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';
import type { Summary } from '../summary.ts';
import { button, icon, iconButton, progressBar } from '../widgets.ts';
import { adviceCard } from './advice.ts';

/** What stands between the toolbar and the images: an error or a message, the running job, why this strategy. */
export function notices(state: State, summary: Summary, actions: Actions): TemplateResult {
  return html`${banner(state, actions)}${job(state, actions)}${adviceCard(state, actions)}${strategy(state, summary)}`;
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
    ${iconButton({ icon: 'close', label: 'Dismiss', onPress: () => actions.dismissBanner() })}
  </div>`;
}

function job({ job }: State, actions: Actions): TemplateResult | typeof nothing {
  if (job === null) return nothing;
  const { done = 0, total = 0 } = job.progress ?? {};
  return html`<div class="job" data-job=${job.kind}>
    <div class="job-bar">${progressBar(jobTitle(job), done, total)}</div>
    <p><strong>${jobTitle(job)}</strong> ${jobDetail(job)}</p>
    ${button({ label: 'Cancel', isSecondary: true, onPress: () => actions.run('cancelRunningJob') })}
  </div>`;
}

const phases = {
  list: 'Listing images',
  read: 'Reading images',
  embed: 'Embedding images',
  load: 'Loading embeddings',
  train: 'Training the head',
  cluster: 'Finding clusters',
  select: 'Choosing the batch',
  simulate: 'Simulating',
  write: 'Saving',
  download: 'Downloading',
} as const;

const jobs = {
  embed: phases.embed,
  select: 'Selecting the next batch',
  advise: 'Comparing strategies on your labels',
  simulate: phases.simulate,
  replay: 'Choosing a batch again',
} as const;

function jobTitle({ kind, progress }: PanelJob): string {
  return progress === null ? jobs[kind] : phases[progress.phase];
}

/** "1,240 of 9,146 · 58 per second · 2 min left" */
function jobDetail({ progress }: PanelJob): string {
  if (progress === null || progress.total === 0) return '';
  const { done, total, rate, secondsLeft } = progress;
  const parts = [`${done.toLocaleString('en')} of ${total.toLocaleString('en')}`];
  if (rate !== undefined && rate > 0)
    parts.push(`${rate.toLocaleString('en', { maximumSignificantDigits: 2 })} per second`);
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  return parts.join(' · ');
}

/** Seconds, for a person: "40 s", "3 min", "1 h 20 min". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Which strategy chose the batch, and why; or that the batch is done. */
function strategy(state: State, { batchDone, batchSize }: Summary): TemplateResult | typeof nothing {
  const { batch, filter } = state;
  if (batch === null || filter !== 'batch') return nothing;
  if (batchSize > 0 && batchDone === batchSize)
    return html`<p class="strategy">This batch is done. The next one takes its labels into account.</p>`;
  return html`<p class="strategy">
    <span class="strategy-name">${strategyTitle(state, batch.selector)}</span>
    ${[batch.why, ...batch.notes].join(' ')}
  </p>`;
}
