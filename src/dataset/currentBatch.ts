import { readBatch } from './batches.ts';
import type { FileSystem } from './files/fileSystem.ts';
import { sentenceOf } from './problems.ts';
import type { BatchManifest, Problem } from './types.ts';

/** The batch that the journal names last, as its manifest says. */
export class CurrentBatch {
  readonly #files: FileSystem;
  readonly #folder: string;
  #id: string | undefined;
  #manifest: BatchManifest | undefined;
  #problem: Problem | undefined;

  /** `folder` holds the manifests. */
  constructor(files: FileSystem, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** Undefined where there is no batch, or none that can be read. */
  get manifest(): BatchManifest | undefined {
    return this.#manifest;
  }

  /** Why it cannot be read. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Reads the manifest of the batch `id`, if that is not the one that was read; says whether anything is otherwise. */
  async show(id: string | undefined): Promise<boolean> {
    if (id === this.#id && this.#problem === undefined) return false;
    this.#id = id;
    const [before, told] = [this.#manifest, this.#problem?.message];
    this.#manifest = undefined;
    this.#problem = undefined;
    try {
      if (id !== undefined) this.#manifest = await readBatch(this.#folder, id, this.#files);
    } catch (error) {
      this.#problem = { kind: 'bad-batch', message: sentenceOf(error) };
    }
    return this.#manifest !== before || this.#problem?.message !== told;
  }
}
