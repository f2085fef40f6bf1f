import { html, nothing, type TemplateResult } from 'lit-html';
import { mostCompared } from '../../src/protocol/compare.ts';
import { chipButton, select } from '../controls.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';
import { button } from '../widgets.ts';
import { isEnough } from './chosen.ts';

export interface ChooserEvents {
  /** One more strategy, or one less. */
  readonly onToggle: (id: string) => void;
  readonly onCompare: () => void;
}

/** Which strategies are compared, and the button that does it. */
export function chooser(
  state: State,
  chosen: readonly string[],
  { onToggle, onCompare }: ChooserEvents,
): TemplateResult {
  const { strategies, job, comparison } = state;
  const open = strategies.filter(({ id }) => !chosen.includes(id));
  const isAgain = comparison !== null && comparison.selectors.join() === chosen.join();
  return html`<div class="compare-chooser" role="group" aria-label=${t('Strategies to compare')}>
    ${chosen.map((id) =>
      chipButton({
        label: strategyTitle(state, id),
        title: t('Leave {0} out', strategyTitle(state, id)),
        onPress: () => onToggle(id),
      }),
    )}
    ${
      chosen.length < mostCompared
        ? select(
            t('Add a strategy'),
            [
              { value: '', label: t('Add a strategy…') },
              ...open.map(({ id, title, lacks }) => ({
                value: id,
                label: lacks === '' ? title : t('{0} ({1})', title, lacks),
              })),
            ],
            '',
            (id) => {
              if (id !== '') onToggle(id);
            },
          )
        : nothing
    }
    ${button({
      label: isAgain ? t('Compare Again') : t('Compare'),
      isDisabled: job !== null || !isEnough(chosen),
      title: isEnough(chosen)
        ? t('Has each of them choose a batch; nothing is recorded')
        : t('Choose two strategies at least'),
      onPress: onCompare,
    })}
  </div>`;
}
