import type { LineBody } from './history/lines.ts';
import type { Merge } from './labels/merge.ts';
import type { RelationAct } from './relations/types.ts';

/** So many acts are folded without a pause. */
const actsPerLine = 1000;

/**
 * The lines that take over what other programs wrote. Many answers are more than one line, so that something else may come in
 * between whenever they are folded; the rows are in the last one, for they are held against what follows from the answers.
 */
export function adoption(rows: Merge['rows'], acts: readonly RelationAct[]): readonly LineBody[] {
  const lines: LineBody[] = [];
  let at = 0;
  for (; at + actsPerLine < acts.length; at += actsPerLine)
    lines.push({ kind: 'adopt', rows: [], acts: acts.slice(at, at + actsPerLine) });
  const last = acts.slice(at);
  if (rows.length + last.length > 0)
    lines.push({ kind: 'adopt', rows, ...(last.length > 0 && { acts: last }) });
  return lines;
}
