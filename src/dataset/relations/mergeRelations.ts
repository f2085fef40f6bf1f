import type { Steps } from '../files/slices.ts';
import { adopting, type FileLine, idOf } from './relationLine.ts';
import type { Relations } from './relations.ts';
import type { RelationsDocument } from './relationsDocument.ts';
import type { RelationAct } from './types.ts';

const linesPerStep = 64;

/**
 * What another program did to relations.jsonl, as acts; none if it did nothing. A line of an answer that is not known is a
 * new one; an answer whose line is gone is withdrawn; a line that says something else than the answer is both. What we
 * changed ourselves since the file was last written is ours: the file cannot know of it.
 */
export function* mergeRelations(
  relations: Pick<Relations, 'find' | 'active' | 'recent' | 'says'>,
  file: Pick<RelationsDocument, 'lines' | 'ids' | 'isComplete'>,
): Steps<readonly RelationAct[]> {
  const acts: RelationAct[] = [];
  let count = 0;
  const adopted = new Set<string>();
  const adopt = (line: Extract<FileLine, { readonly kind: 'answer' }>, id: string): void => {
    if (!adopted.has(id)) acts.push(adopting(line, id));
    adopted.add(id);
  };
  for (const { id, line } of file.lines()) {
    if (++count % linesPerStep === 0) yield;
    const known = relations.find(id);
    if (line.kind === 'retract') {
      if (known?.isActive === true || adopted.has(id)) acts.push({ kind: 'retract', of: id });
    } else if (known === undefined) adopt(line, id);
    else if (!relations.says(known, line.answer)) {
      const other = idOf(JSON.stringify([id, line.answer]));
      if (relations.find(other) !== undefined) continue;
      if (known.isActive) acts.push({ kind: 'retract', of: id });
      adopt(line, other);
    } else if (!known.isActive && !relations.recent.has(known)) adopt(line, id);
  }
  if (!file.isComplete) return acts;
  const there = file.ids();
  for (const answer of relations.active()) {
    if (++count % linesPerStep === 0) yield;
    if (!there.has(answer.id) && !relations.recent.has(answer)) acts.push({ kind: 'retract', of: answer.id });
  }
  return acts;
}
