import type { ComparedStrategy } from '../../protocol/compare.ts';
import type { PanelCompared } from '../../protocol/comparePanel.ts';

/** What one strategy chose, as a panel shows it. `names`: of the rows of the pool. */
export function panelCompared(compared: ComparedStrategy, names: readonly string[]): PanelCompared {
  if (compared.kind === 'refused') {
    const { selector, message: refusal } = compared;
    return { selector, refusal, chosen: '', why: '', picks: [], shortfall: 0, notes: [], seconds: 0 };
  }
  const { batch, measures } = compared;
  const { selector, chosen, picks, shortfall, notes, seconds } = batch;
  return {
    selector,
    refusal: '',
    chosen: chosen?.selector ?? '',
    why: chosen?.why ?? '',
    picks: picks.map(({ index, reason }) => ({ path: names[index], why: reason.text })),
    shortfall,
    notes,
    measures,
    seconds,
  };
}
