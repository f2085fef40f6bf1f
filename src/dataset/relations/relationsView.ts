import type { JournalView, ViewOf } from '../files/journalView.ts';
import type { Steps } from '../files/slices.ts';
import { formatRelation } from './relationLine.ts';
import type { Relations } from './relations.ts';
import { type RelationChanges, RelationsDocument } from './relationsDocument.ts';
import type { RelationAnswer } from './types.ts';

const answersPerStep = 64;

export type RelationsView = JournalView<Relations, RelationsDocument, RelationChanges>;

/** relations.jsonl as the view of a journal, by the ids of answers. */
export const relationsView: ViewOf<Relations, RelationsDocument, RelationChanges> = {
  parse: RelationsDocument.read,
  ids: (relations, document) => [...Array.from(relations.active(), ({ id }) => id), ...document.ids()],
  differences,
  edit: (relations, document, changes) => document.edit(changes, (id) => relations.find(id)?.first ?? -1),
};

/** Of which of these answers the file does not say what is the case. A line of an answer that is not known stays. */
function* differences(
  relations: Relations,
  file: RelationsDocument,
  ids: Iterable<string>,
): Steps<RelationChanges> {
  const changes = new Map<string, { text: string; place: number } | undefined>();
  let count = 0;
  for (const id of ids) {
    if (++count % answersPerStep === 0) yield;
    const kept = relations.find(id);
    if (kept === undefined) continue;
    if (!kept.isActive) {
      if (file.ids().has(id)) changes.set(id, undefined);
      continue;
    }
    const there = file.find(id);
    const told = relations.told(kept);
    if (there !== undefined && isSame(told, there.answer)) continue;
    const text = formatRelation(told, { by: kept.by, more: there?.more ?? kept.more ?? {} });
    changes.set(id, { text, place: kept.first });
  }
  return changes;
}

function isSame(a: RelationAnswer, b: RelationAnswer): boolean {
  const isList = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((path, i) => path === other[i]);
  return (
    a.id === b.id &&
    a.query === b.query &&
    a.oracle === b.oracle &&
    a.anchor === b.anchor &&
    isList(a.same, b.same) &&
    isList(a.different, b.different) &&
    isList(a.unsure, b.unsure)
  );
}
