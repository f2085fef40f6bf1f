import { readBatch } from '../dataset/batches.ts';
import type { BatchManifest, Dataset } from '../dataset/types.ts';

/** The batch that the panels of a folder show: the last one, or an earlier one that a person went back to. */
export class ShownBatch {
  readonly #dataset: () => Pick<Dataset, 'batch' | 'paths'>;
  #earlier: BatchManifest | undefined;
  #last: string | undefined;

  constructor(dataset: () => Pick<Dataset, 'batch' | 'paths'>) {
    this.#dataset = dataset;
    this.#last = dataset().batch?.id;
  }

  get now(): BatchManifest | undefined {
    return this.#earlier ?? this.#dataset().batch;
  }

  /** Goes to a batch by its id, until another one is selected. Rejects with a sentence if its manifest cannot be read. */
  async show(id: string): Promise<void> {
    const { batch, paths } = this.#dataset();
    this.#earlier = id === batch?.id ? undefined : await readBatch(paths.batches, id);
  }

  /** The dataset has changed: if another batch was selected, that is the one to see. */
  follow(): void {
    const { batch } = this.#dataset();
    if (batch?.id !== this.#last) this.#earlier = undefined;
    this.#last = batch?.id;
  }
}
