import type { FileStamp, FileSystem } from '../files/fileSystem.ts';
import type { Lock } from '../files/lock.ts';
import { inSlices, type Steps } from '../files/slices.ts';
import { type Patience, ViewFile } from '../files/viewFile.ts';
import { formatRelation } from './relationLine.ts';
import type { Relations } from './relations.ts';
import { type RelationChanges, RelationsDocument } from './relationsDocument.ts';
import type { RelationAnswer } from './types.ts';

/** What a save has to write. */
export interface RelationsPlan {
  readonly changes: RelationChanges;
  /** Stamp and sha256 of the relations.jsonl that it is to take the place of. */
  readonly stamp: FileStamp;
  readonly hash: string;
}

const answersPerStep = 64;

/** relations.jsonl as the view of a journal: knows which answers it may lack, so that a save costs what changed. */
export class RelationsView {
  readonly #file: ViewFile<RelationsDocument>;
  /** Ids of the answers that the file may lack; undefined = any of them. */
  #unsaved: Set<string> | undefined;
  #unnoted: string | undefined;

  constructor(files: FileSystem, file: string) {
    this.#file = new ViewFile(files, file, RelationsDocument.read);
  }

  /** As last read or written. */
  get document(): RelationsDocument {
    return this.#file.document;
  }

  /** sha256 of the bytes; '' if there is no file or it is empty. */
  get hash(): string {
    return this.#file.hash;
  }

  /** Whether the file is what we wrote, and the journal does not say so yet. */
  get isUnnoted(): boolean {
    return this.#unnoted === this.#file.hash;
  }

  /** Whether a `hasty` read would find nothing new, as far as a look tells. */
  isUnchanged(): Promise<boolean> {
    return this.#file.isUnchanged();
  }

  /** See `ViewFile.read`. */
  async read(trusted: string | undefined, patience: Patience): Promise<'same' | 'changed' | 'unsettled'> {
    const outcome = await this.#file.read(trusted, patience);
    if (outcome === 'changed') this.#unsaved = undefined;
    return outcome;
  }

  /** These answers came, went or changed; undefined = any may have. */
  touched(ids: readonly string[] | undefined): void {
    if (ids === undefined) this.#unsaved = undefined;
    else for (const id of ids) this.#unsaved?.add(id);
  }

  /** Spares `plan` what can be done while acts go on. */
  prepare(): Promise<void> {
    return this.#file.prepare();
  }

  /** How to make the file say what the answers are. */
  async plan(relations: Relations): Promise<RelationsPlan> {
    const { document, stamp, hash } = this.#file;
    const ids =
      this.#unsaved ?? new Set([...relations.active()].map(({ id }) => id).concat([...document.ids()]));
    const changes = await inSlices(differences(relations, document, ids));
    this.#unsaved = new Set();
    return { changes, stamp, hash };
  }

  /** The sha256 of what was written; undefined, and nothing is, if relations.jsonl is not the file that was planned for. */
  async write(
    { changes, stamp }: RelationsPlan,
    relations: Relations,
    lock: Lock,
  ): Promise<string | undefined> {
    let hash: string | undefined;
    try {
      const placeOf = (id: string): number => relations.find(id)?.first ?? -1;
      const edit = await inSlices(this.document.edit(changes, placeOf));
      lock.check();
      hash = await this.#file.write(edit, stamp);
      this.#unnoted = hash;
      return hash;
    } finally {
      if (hash === undefined) this.#unsaved = undefined;
    }
  }

  /** The journal says what was written. */
  noted(): void {
    this.#unnoted = undefined;
  }
}

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
