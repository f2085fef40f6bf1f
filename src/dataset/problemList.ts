import type { CurrentBatch } from './currentBatch.ts';
import type { Ledger } from './ledger.ts';
import type { ImagePool } from './listing/imagePool.ts';
import type { MissingFiles } from './missing.ts';
import { missingImage } from './problems.ts';
import { remembering } from './remembering.ts';
import type { Problem } from './types.ts';

/** The parts of a dataset that something can be wrong with. */
interface Parts {
  readonly ledger: Pick<Ledger, 'problems' | 'annotations'>;
  readonly pool: Pick<ImagePool, 'problems'>;
  readonly missing: Pick<MissingFiles, 'paths'>;
  readonly batch: Pick<CurrentBatch, 'problem'>;
}

/** All that is wrong with a dataset, the gravest first. */
export class ProblemList {
  /** Why labels.csv lacks what the journal holds. */
  notSaved: Problem | undefined;
  readonly #parts: Parts;
  readonly #ofMissing = remembering(() => {
    const { missing, ledger } = this.#parts;
    // A label that follows from relations was never given to an image: nothing of a person's is lost.
    const given = missing.paths.filter((path) => ledger.annotations.get(path)?.source !== 'relation');
    return given.map((path) => missingImage(path, ledger.annotations.get(path)));
  });
  readonly #all = remembering(() => this.#tell());

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The same list as long as there is nothing else to tell. */
  get all(): readonly Problem[] {
    const { ledger, missing, pool, batch } = this.#parts;
    return this.#all(ledger.problems, missing.paths, pool.problems, this.notSaved, batch.problem);
  }

  #tell(): readonly Problem[] {
    const { ledger, missing, pool, batch } = this.#parts;
    const own = [this.notSaved, batch.problem].filter((problem) => problem !== undefined);
    return [...own, ...ledger.problems, ...this.#ofMissing(missing.paths), ...pool.problems];
  }
}

/** Whether two lists tell the same. */
export function sameMessages(a: readonly Problem[], b: readonly Problem[]): boolean {
  return a === b || (a.length === b.length && a.every(({ message }, i) => message === b[i].message));
}
