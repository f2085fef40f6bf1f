import type { Steps } from '../files/slices.ts';
import { tornLine } from '../problems.ts';
import type { Problem } from '../types.ts';
import type { History } from './history.ts';
import { parseLine } from './lines.ts';

/** Lines from the end of a long journal after each of which it is known what follows from relations. */
const settled = 100;

/** Folds lines as they stand in the file. Returns what to tell about those that are none. */
export function* foldLines(history: History, lines: readonly string[]): Steps<readonly Problem[]> {
  const torn: Problem[] = [];
  const first = history.lines;
  const saved = lastSaved(lines) - 1;
  const from = Math.max(saved, first + lines.length - settled);
  for (const text of lines) {
    yield;
    const line = text === '' ? undefined : parseLine(text);
    const isSettled = history.lines >= from || history.lines === saved;
    // Lines that take over thousands of answers come one after the other.
    const isPart = line?.kind === 'adopt' && line.rows.length === 0;
    if (line !== undefined && line.kind !== 'foreign') yield* history.folding(line, isSettled && !isPart);
    else {
      if (isSettled) yield* history.settling();
      history.skip();
    }
    if (line === undefined && text !== '') torn.push(tornLine(history.lines));
  }
  yield* history.settling();
  return torn;
}

/** How many lines labels.csv holds by the last of these that says it; 0 = none does. */
function lastSaved(lines: readonly string[]): number {
  const text = lines.findLast((line) => line.includes('"kind":"checkpoint"'));
  const line = text === undefined ? undefined : parseLine(text);
  return line?.kind === 'checkpoint' ? line.lines : 0;
}
