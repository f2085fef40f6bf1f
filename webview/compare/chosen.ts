import { fewestCompared, mostCompared } from '../../src/protocol/compare.ts';
import type { State } from '../state/state.ts';

/** What is compared unless a person says otherwise: what would choose the next batch, the baseline, and two that differ most. */
const usual = ['random', 'typiclust', 'k-center'] as const;

/** The strategies to begin with: those of the last comparison, else the usual ones that can run in this folder. */
export function firstChosen({
  strategies,
  choices,
  comparison,
}: Pick<State, 'strategies' | 'choices' | 'comparison'>): readonly string[] {
  if (comparison) return comparison.selectors;
  const canRun = (id: string): boolean => strategies.some((one) => one.id === id && one.lacks === '');
  return [...new Set([choices.selector, ...usual])].filter(canRun).slice(0, mostCompared);
}

/** With one more, or without one; at most as many as can be compared. */
export function toggled(chosen: readonly string[], id: string): readonly string[] {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  return chosen.length < mostCompared ? [...chosen, id] : chosen;
}

export function isEnough(chosen: readonly string[]): boolean {
  return chosen.length >= fewestCompared;
}
