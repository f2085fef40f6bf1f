import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions } from '../actions/actions.ts';
import { segments } from '../controls.ts';
import { shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import type { PlainShow } from '../state/filter.ts';
import { perMinute } from '../state/pace.ts';
import type { State } from '../state/state.ts';
import type { Summary } from '../summary.ts';
import { views } from '../views/registry.ts';
import { button, iconButton } from '../widgets.ts';
import { formatted } from '../words.ts';
import { constraintsMenu } from './constraints.ts';
import { filterMenu } from './filterMenu.ts';
import { strategyMenu } from './strategies.ts';
import { viewTabs } from './viewTabs.ts';

/** The line above the images: how far we are, which images are shown, and the one primary button. */
export function toolbar(state: State, summary: Summary, actions: Actions): TemplateResult {
  return html`<header class="toolbar">
    ${views.length === 0 ? nothing : viewTabs(state, actions)}
    <div class="progress-line">
      ${progressLine(state, summary)}
      ${iconButton({
        icon: 'arrow-right',
        label: t('Next unlabeled ({0})', shownKeys(state.keys, 'nextUndecided')),
        onPress: () => actions.nextUndecided(1),
      })}
    </div>
    <div class="shown" ?hidden=${state.view !== 'batch'}>
      ${segments<PlainShow | 'given'>(
        t('Images shown'),
        [
          { value: 'batch', label: t('Batch'), count: summary.batchSize },
          { value: 'all', label: t('All'), count: state.paths.length },
          { value: 'unlabeled', label: t('Unlabeled'), count: summary.unlabeled },
        ],
        'name' in state.filter.show ? undefined : state.filter.show.kind,
        (kind) => actions.filter({ show: { kind } }),
      )}
      ${filterMenu(state, summary, actions)}
    </div>
    <div class="next-batch">
      ${strategyMenu(state, actions)} ${constraintsMenu(state, actions)}
      ${button({
        label: t('Select Next Batch'),
        icon: 'sparkle',
        isDisabled: state.job !== null || !state.isLoaded,
        onPress: () => actions.run('selectNextBatch'),
      })}
    </div>
  </header>`;
}

/** "17 / 50 in this batch · 217 labeled · 14 per minute" */
function progressLine(
  { batch, decisions }: State,
  { batchDone, batchSize, labeled }: Summary,
): TemplateResult {
  const dot = html`<span class="dot">·</span>`;
  const total = t('{0} labeled', formatted(labeled));
  const pace = perMinute(decisions);
  return html`<span class="progress-text"
    >${
      batch === null
        ? html`<strong>${total}</strong>`
        : html`<strong>${formatted(batchDone)} / ${formatted(batchSize)}</strong> ${t('in this batch')} ${dot} ${total}`
    }
    ${
      pace === undefined
        ? nothing
        : html`${dot}
            <span title=${t('Decisions per minute over the last three minutes of work; pauses are not counted.')}
              >${t('{0} per minute', formatted(Math.round(pace)))}</span
            >`
    }</span
  >`;
}
