import type { FileStamp, FileSystem } from '../files/fileSystem.ts';
import type { Lock } from '../files/lock.ts';
import { inSlices } from '../files/slices.ts';
import { type Patience, ViewFile } from '../files/viewFile.ts';
import type { Annotation } from '../types.ts';
import { LabelsDocument } from './document.ts';
import type { Changes } from './editSheet.ts';

/** What a save has to write. */
export interface Plan {
  readonly changes: Changes;
  /** Stamp and sha256 of the labels.csv that it is to take the place of. */
  readonly stamp: FileStamp;
  readonly hash: string;
}

/** labels.csv as the view of a journal: knows which paths it may lack, so that a save costs what changed. */
export class LabelsView {
  readonly #file: ViewFile<LabelsDocument>;
  /** Paths that the file may lack; undefined = any of them. */
  #unsaved: Set<string> | undefined;
  #unnoted: string | undefined;

  constructor(files: FileSystem, file: string) {
    this.#file = new ViewFile(files, file, LabelsDocument.read);
  }

  /** As last read or written. */
  get document(): LabelsDocument {
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

  /** These were decided about; undefined = any may have been. */
  touched(paths: readonly string[] | undefined): void {
    if (paths === undefined) this.#unsaved = undefined;
    else for (const path of paths) this.#unsaved?.add(path);
  }

  /** Spares `plan` what can be done while acts go on. */
  prepare(): Promise<void> {
    return this.#file.prepare();
  }

  /** How to make the file say what is `wanted`. */
  async plan(wanted: ReadonlyMap<string, Annotation>): Promise<Plan> {
    const { document, stamp, hash } = this.#file;
    const paths = this.#unsaved ?? new Set([...wanted.keys(), ...document.annotations.keys()]);
    const changes = await inSlices(document.differences(wanted, paths));
    this.#unsaved = new Set();
    return { changes, stamp, hash };
  }

  /** The sha256 of what was written; undefined, and nothing is, if labels.csv is not the file that was planned for. */
  async write({ changes, stamp }: Plan, lock: Lock): Promise<string | undefined> {
    let hash: string | undefined;
    try {
      const edit = await inSlices(this.document.edit(changes));
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
