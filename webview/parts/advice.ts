import { html, nothing, type TemplateResult } from 'lit-html';
import type { Estimate } from '../../src/core/model/predictions.ts';
import type { Actions } from '../actions.ts';
import { type State, strategyTitle } from '../state.ts';
import { button, iconButton } from '../widgets.ts';

const phases = {
  discovery: 'Discovery: classes are still being found.',
  consolidation: 'Consolidation: each class gets the images that represent it.',
  'fine-tuning': 'Fine tuning: labels pay near the borders between classes.',
} as const;

/** The advice a person asked for: phase, strategy, reason, what the removal test measured, and whether to go on. */
export function adviceCard(state: State, actions: Actions): TemplateResult | typeof nothing {
  const { advice } = state;
  if (advice === null) return nothing;
  const { phase, selector, why, removal, stop } = advice;
  const titleOf = (id: string): string => strategyTitle(state, id);
  return html`<section class="advice" aria-label="Advice">
    <p><span class="strategy-name">${titleOf(selector)}</span> ${why}</p>
    ${button({ label: 'Use It', onPress: () => actions.answerAdvice('use') })}
    ${iconButton({ icon: 'close', label: 'Dismiss', onPress: () => actions.answerAdvice('dismiss') })}
    <p class="advice-fact">${phases[phase]}</p>
    ${
      removal === undefined
        ? nothing
        : html`<p class="advice-fact">
            Accuracy without the labels each would have asked for first, so the lowest is missed most:
            ${removal.map(({ strategy, accuracy }) => `${titleOf(strategy)} ${estimate(accuracy)}`).join(', ')}.
          </p>`
    }
    ${stop === undefined ? nothing : html`<p class="advice-fact" title=${stop.signals.map(({ text }) => text).join('\n')}>${stop.why}</p>`}
  </section>`;
}

/** "81.2 ± 0.9 %" */
function estimate({ mean, standardError }: Estimate): string {
  return `${(mean * 100).toFixed(1)} ± ${(standardError * 100).toFixed(1)} %`;
}
