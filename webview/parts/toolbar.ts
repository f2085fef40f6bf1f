import { html, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import type { Filter, State } from '../state/state.ts';
import type { Summary } from '../summary.ts';
import { button, segments } from '../widgets.ts';
import { constraintsMenu } from './constraints.ts';
import { strategyMenu } from './strategies.ts';

/** The line above the images: how far we are, which images are shown, and the one primary button. */
export function toolbar(
  state: State,
  summary: Summary,
  actions: Actions,
  onFilter: (filter: Filter) => void,
): TemplateResult {
  const unlabeled = state.paths.length - summary.labeled - summary.skipped;
  return html`<header class="toolbar">
    <div class="progress-line">${progressLine(state, summary)}</div>
    ${segments(
      'Images shown',
      [
        { value: 'batch', label: 'Batch', count: summary.batchSize },
        { value: 'all', label: 'All', count: state.paths.length },
        { value: 'unlabeled', label: 'Unlabeled', count: unlabeled },
      ],
      state.filter,
      onFilter,
    )}
    <div class="next-batch">
      ${strategyMenu(state, actions)} ${constraintsMenu(state, actions)}
      ${button({
        label: 'Select Next Batch',
        icon: 'sparkle',
        isDisabled: state.job !== null || !state.isLoaded,
        onPress: () => actions.run('selectNextBatch'),
      })}
    </div>
  </header>`;
}

function progressLine({ batch }: State, { batchDone, batchSize, labeled }: Summary): TemplateResult {
  const total = `${labeled.toLocaleString('en')} labeled`;
  if (batch === null) return html`<strong>${total}</strong>`;
  return html`<strong>${batchDone} / ${batchSize}</strong> in this batch <span class="dot">·</span> ${total}`;
}
