import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelStrategy } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import { menuButton } from '../controls.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { popover } from './popover.ts';

/** The strategy of the next batch, and the menu of all that there are. */
export function strategyMenu(state: State, actions: Actions): TemplateResult {
  const { strategies, choices, overlay } = state;
  const onToggle = (): void => actions.toggle('strategy');
  const chosen = strategies.find(({ id }) => id === choices.selector);
  const isOpen = overlay === 'strategy';
  return html`${menuButton({
    label: chosen?.title ?? choices.selector,
    title: t('Strategy of the next batch: {0}', chosen?.summary ?? choices.selector),
    icon: 'chevron-down',
    isOpen,
    onPress: onToggle,
  })}
  ${
    isOpen
      ? popover({
          label: t('Strategy of the next batch'),
          role: 'menu',
          onClose: onToggle,
          content: html`${strategies.map((strategy) =>
            item(strategy, strategy === chosen, () => {
              actions.choose({ selector: strategy.id });
              onToggle();
            }),
          )}
          <button
            type="button"
            class="strategy-item advise"
            role="menuitem"
            @click=${() => {
              onToggle();
              actions.run('adviseStrategy');
            }}
          >
            <span class="strategy-title">${t('Advise Strategy')}</span>
            <span class="strategy-summary">${t('Which of these fits the labels there are now, and whether to go on.')}</span>
          </button>`,
        })
      : nothing
  }`;
}

function item(
  { id, title, summary, lacks }: PanelStrategy,
  isChosen: boolean,
  onPress: () => void,
): TemplateResult {
  return html`<button
    type="button"
    class="strategy-item ${lacks === '' ? '' : 'is-lacking'}"
    role="menuitemradio"
    aria-checked=${isChosen}
    data-strategy=${id}
    @click=${onPress}
  >
    <span class="strategy-title">${title}</span>
    <span class="strategy-summary">${summary}</span>
    ${lacks === '' ? nothing : html`<span class="lacks">${lacks}.</span>`}
  </button>`;
}
