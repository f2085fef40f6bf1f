import type { PanelCompared } from '../../src/protocol/comparePanel.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';

/** "TypiClust"; "Automatic: MaxHerding" where it took another one. */
export function comparedTitle(
  state: Pick<State, 'strategies'>,
  { selector, chosen }: Pick<PanelCompared, 'selector' | 'chosen'>,
): string {
  const title = strategyTitle(state, selector);
  return chosen === '' ? title : t('{0}: {1}', title, strategyTitle(state, chosen));
}

/** What a batch is marked by, on the map and everywhere else: a shape and a color. */
export function markClass(n: number): string {
  return `compare-mark compare-mark-${n}`;
}
