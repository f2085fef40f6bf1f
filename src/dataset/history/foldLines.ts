import type { Steps } from '../files/slices.ts';
import { tornLine } from '../problems.ts';
import type { Problem } from '../types.ts';
import type { History } from './history.ts';
import { parseLine } from './lines.ts';

/** Folds lines as they stand in the file. Returns what to tell about those that are none. */
export function* foldLines(history: History, lines: readonly string[]): Steps<readonly Problem[]> {
  const torn: Problem[] = [];
  for (const text of lines) {
    yield;
    const line = text === '' ? undefined : parseLine(text);
    if (line === undefined || line.kind === 'foreign') history.skip();
    else history.fold(line);
    if (line === undefined && text !== '') torn.push(tornLine(history.lines));
  }
  return torn;
}
