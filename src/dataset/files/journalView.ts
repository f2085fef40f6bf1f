import type { FileStamp, FileSystem } from './fileSystem.ts';
import type { Lock } from './lock.ts';
import { inSlices, type Steps } from './slices.ts';
import { type Edit, type Parse, type Patience, ViewFile } from './viewFile.ts';

/** How one file shows what a journal says; what it shows is known by ids (paths, say). */
export interface ViewOf<Source, Document, Changes> {
  readonly parse: Parse<Document>;
  /** The ids of all that the journal or the file tells of. */
  ids(source: Source, document: Document): Iterable<string>;
  /** What the file has to say otherwise of these. */
  differences(source: Source, document: Document, ids: Iterable<string>): Steps<Changes>;
  edit(source: Source, document: Document, changes: Changes): Steps<Edit>;
}

/** What a save has to write. */
export interface Plan<Changes> {
  readonly changes: Changes;
  /** Stamp and sha256 of the file that it is to take the place of. */
  readonly stamp: FileStamp;
  readonly hash: string;
}

/** A file as the view of a journal: knows what it may lack, so that a save costs what changed. */
export class JournalView<Source, Document, Changes> {
  readonly #file: ViewFile<Document>;
  readonly #of: ViewOf<Source, Document, Changes>;
  /** Ids of what the file may lack; undefined = anything. */
  #unsaved: Set<string> | undefined;
  #unnoted: string | undefined;

  constructor(files: FileSystem, file: string, of: ViewOf<Source, Document, Changes>) {
    this.#file = new ViewFile(files, file, of.parse);
    this.#of = of;
  }

  /** As last read or written. */
  get document(): Document {
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

  /** These came, went or changed; undefined = anything may have. */
  touched(ids: readonly string[] | undefined): void {
    if (ids === undefined) this.#unsaved = undefined;
    else for (const id of ids) this.#unsaved?.add(id);
  }

  /** Spares `plan` what can be done while acts go on. */
  prepare(): Promise<void> {
    return this.#file.prepare();
  }

  /** How to make the file say what the journal says. */
  async plan(source: Source): Promise<Plan<Changes>> {
    const { document, stamp, hash } = this.#file;
    const ids = this.#unsaved ?? new Set(this.#of.ids(source, document));
    const changes = await inSlices(this.#of.differences(source, document, ids));
    this.#unsaved = new Set();
    return { changes, stamp, hash };
  }

  /** The sha256 of what was written; undefined, and nothing is, if the file is not the one that was planned for. */
  async write({ changes, stamp }: Plan<Changes>, source: Source, lock: Lock): Promise<string | undefined> {
    let hash: string | undefined;
    try {
      const edit = await inSlices(this.#of.edit(source, this.document, changes));
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
