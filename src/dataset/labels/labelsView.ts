import type { JournalView, ViewOf } from '../files/journalView.ts';
import type { Annotation } from '../types.ts';
import { LabelsDocument } from './document.ts';
import type { Changes } from './editSheet.ts';

type Labels = ReadonlyMap<string, Annotation>;

export type LabelsView = JournalView<Labels, LabelsDocument, Changes>;

/** labels.csv as the view of a journal, by path. */
export const labelsView: ViewOf<Labels, LabelsDocument, Changes> = {
  parse: LabelsDocument.read,
  ids: (wanted, document) => [...wanted.keys(), ...document.annotations.keys()],
  differences: (wanted, document, paths) => document.differences(wanted, paths),
  edit: (_, document, changes) => document.edit(changes),
};
