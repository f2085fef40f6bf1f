import type { PanelComparison } from '../../src/protocol/comparePanel.ts';
import { csvCell } from '../csvCell.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { mixLines } from './mix.ts';
import { tableRows } from './rows.ts';
import { comparedTitle } from './titles.ts';

/** The table as CSV (RFC 4180), with the expected classes below it. */
export function comparisonCsv(comparison: PanelComparison, state: Pick<State, 'strategies'>): string {
  const { strategies, classes } = comparison;
  const head = ['', t('Now'), ...strategies.map((one) => comparedTitle(state, one))];
  const rows = tableRows(comparison, state).map(({ title, now, cells }) => [
    title,
    now,
    ...cells.map(({ text }) => (text === '–' ? '' : text)),
  ]);
  const mixes = strategies.map(({ measures }) => mixLines(measures?.mix ?? [], classes));
  const names = [...new Set(mixes.flatMap((lines) => lines.map(({ name }) => name)))];
  const expected = names.map((name) => [
    t('Expected: {0}', name),
    '',
    ...mixes.map((lines) => String(lines.find((line) => line.name === name)?.count ?? 0)),
  ]);
  return [head, ...rows, ...expected].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
