import { gather, normalizeRows } from '../math/matrix.ts';
import { fitHead, type Head, type HeadChoice, type HeadContext, labeledClasses } from '../model/head.ts';
import { createRng } from '../rng.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import type { SimulationHead } from './simulation.ts';

/** Rows whose classes are known to the simulation alone. */
export interface HeldOut {
  readonly embeddings: Matrix;
  /** Class per row. */
  readonly truth: Int32Array;
}

/**
 * Measures heads on held-out rows. A head is fitted once per pool: what was fitted to measure one round is the model of the
 * selector in the next.
 */
export class Examination {
  readonly #heldOut: HeldOut;
  readonly #seed: string;
  readonly #ctx: Omit<HeadContext, 'rng'>;
  readonly #models = new WeakMap<Pool, Map<HeadChoice, Promise<Head>>>();
  #directions: Matrix | undefined;

  /** `seed`: of what a head draws. */
  constructor(heldOut: HeldOut, seed: string, ctx: Omit<HeadContext, 'rng'>) {
    this.#heldOut = heldOut;
    this.#seed = seed;
    this.#ctx = ctx;
  }

  /** The head fitted to the labels of a pool, which must show two classes. Not calibrated: only its first class counts. */
  model(pool: Pool, choice: HeadChoice): Promise<Head> {
    const models = this.#models.get(pool) ?? new Map<HeadChoice, Promise<Head>>();
    this.#models.set(pool, models);
    const rng = createRng(`${this.#seed}/${pool.labeled.length}`);
    const fitted = models.get(choice) ?? fitHead(pool, { choice, calibrate: false }, { ...this.#ctx, rng });
    models.set(choice, fitted);
    return fitted;
  }

  /** Share of the held-out rows whose class the head says; with labels of one class only it can say but that one. */
  async accuracy(pool: Pool, head: SimulationHead): Promise<number> {
    const { truth } = this.#heldOut;
    const said = await this.#classes(pool, head);
    return truth.reduce((right, c, i) => right + (said[i] === c ? 1 : 0), 0) / truth.length;
  }

  async #classes(pool: Pool, head: SimulationHead): Promise<Int32Array> {
    const { embeddings, truth } = this.#heldOut;
    if (labeledClasses(pool) < 2)
      return new Int32Array(truth.length).fill(pool.labels[pool.labeled[0]] ?? -1);
    if (head === '1nn') return this.#nearestClasses(pool);
    const model = await this.model(pool, head);
    return mostProbable(await model.predict(embeddings));
  }

  /** The class of the labeled row with the highest cosine, ties to the lowest row. */
  async #nearestClasses({ embeddings, labels, labeled }: Pool): Promise<Int32Array> {
    if (embeddings === undefined) return new Int32Array(this.#heldOut.truth.length).fill(-1);
    const { kernels, signal } = this.#ctx;
    this.#directions ??= await this.#directionsOf(this.#heldOut.embeddings);
    const known = await this.#directionsOf(gather(embeddings, labeled));
    const { indices } = await kernels.nearest(this.#directions, known, 1, { signal });
    return indices.map((i) => labels[labeled[i]]);
  }

  /** A copy with rows of length 1. */
  async #directionsOf(rows: Matrix): Promise<Matrix> {
    const copy = { ...rows, data: rows.data.slice() };
    await normalizeRows(copy, this.#ctx.pause);
    return copy;
  }
}

/** Column of the highest value of each row, ties to the lowest. */
function mostProbable({ data, rows, cols }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < cols; c++) if (data[i * cols + c] > data[i * cols + best]) best = c;
    return best;
  });
}
