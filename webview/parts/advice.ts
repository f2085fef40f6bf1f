import { html, nothing, type TemplateResult } from 'lit-html';
import type { Removal } from '../../src/core/advise/advice.ts';
import type { Estimate } from '../../src/core/model/predictions.ts';
import type { Actions } from '../actions/actions.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';
import { button, iconButton } from '../widgets.ts';

const phases = {
  discovery: t('Discovery: classes are still being found.'),
  consolidation: t('Consolidation: each class gets the images that represent it.'),
  'fine-tuning': t('Fine tuning: labels pay near the borders between classes.'),
} as const;

/** The advice a person asked for: phase, strategy, reason, what the removal test measured, and whether to go on. */
export function adviceCard(state: State, actions: Actions): TemplateResult | typeof nothing {
  const { advice } = state;
  if (advice === null) return nothing;
  const { phase, selector, why, removal, stop } = advice;
  const titleOf = (id: string): string => strategyTitle(state, id);
  return html`<section class="advice" aria-label=${t('Advice')}>
    <p><span class="strategy-name">${titleOf(selector)}</span> ${why}</p>
    ${button({ label: t('Use It'), onPress: () => actions.answerAdvice('use') })}
    ${iconButton({ icon: 'close', label: t('Dismiss'), onPress: () => actions.answerAdvice('dismiss') })}
    <p class="advice-fact">${phases[phase]}</p>
    ${removal === undefined ? nothing : html`<p class="advice-fact">${removalSentence(removal, titleOf)}</p>`}
    ${stop === undefined ? nothing : html`<p class="advice-fact" title=${stop.signals.map(({ text }) => text).join('\n')}>${stop.why}</p>`}
  </section>`;
}

/** What each strategy's labels are worth: the accuracy that is left without those it would have asked for first. */
function removalSentence(removal: readonly Removal[], titleOf: (id: string) => string): string {
  const all = removal.find(({ strategy }) => strategy === 'none');
  const each = removal
    .filter((entry) => entry !== all)
    .map(({ strategy, accuracy }) => `${titleOf(strategy)} ${estimate(accuracy)}`);
  const list = each.join(', ');
  return all
    ? t(
        'With all labels {0} are right; without those a strategy would have asked for first: {1}. The lowest are missed most.',
        estimate(all.accuracy),
        list,
      )
    : t('Without those a strategy would have asked for first: {0}. The lowest are missed most.', list);
}

/** "81.2 ± 0.9 %" */
function estimate({ mean, standardError }: Estimate): string {
  return `${(mean * 100).toFixed(1)} ± ${(standardError * 100).toFixed(1)} %`;
}
