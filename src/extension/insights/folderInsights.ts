import { throwIfAborted } from '../../core/errors.ts';
import { type BatchFacts, batchFacts, pastRounds } from '../../dataset/batchFacts.ts';
import { poolLabels } from '../../dataset/poolLabels.ts';
import type { InsightFacts, PanelInsights } from '../../protocol/insightsPanel.ts';
import type { PanelJob } from '../../protocol/panel.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { poolRequest, type RoundParts } from '../roundParts.ts';
import { insightFacts } from './insightFacts.ts';

/** What the insights of a folder are made from; a `Session` is one. */
export interface InsightsSource {
  readonly job: PanelJob | null;
  readonly ask: <T>(work: (parts: RoundParts) => Promise<T>, options: CallOptions) => Promise<T>;
  readonly onChange: (listener: () => void) => () => void;
}

type Options = CallOptions<PanelInsights> & { readonly signal: AbortSignal };

/** The insights of one folder. What was measured last is kept as long as labels, batches, images and embeddings are the same. */
export class FolderInsights {
  readonly #source: InsightsSource;
  readonly #known = new Map<string, BatchFacts>();
  #kept: { readonly of: readonly unknown[]; readonly insights: PanelInsights } | undefined;

  constructor(source: InsightsSource) {
    this.#source = source;
    // What a job has done, more embeddings perhaps, is not in what was kept; it may be over before anybody asks.
    source.onChange(() => {
      if (source.job !== null) this.#kept = undefined;
    });
  }

  facts(options: CallOptions): Promise<InsightFacts> {
    return this.#source.ask((parts) => insightFacts(parts, this.#known), options);
  }

  /** Measures; a job that a person starts meanwhile goes first, and then it is measured from the start. */
  async measure(options: Options): Promise<PanelInsights> {
    for (;;) {
      await this.#noJob(options.signal);
      const giveWay = new AbortController();
      const stop = this.#source.onChange(() => {
        if (this.#source.job !== null) giveWay.abort();
      });
      const signal = AbortSignal.any([options.signal, giveWay.signal]);
      try {
        return await this.#source.ask((parts) => this.#measured(parts, { ...options, signal }), { signal });
      } catch (error) {
        if (!giveWay.signal.aborted || options.signal.aborted) throw error;
      } finally {
        stop();
      }
    }
  }

  async #measured(parts: RoundParts, options: Options): Promise<PanelInsights> {
    const { dataset, engine, settings, imports } = parts;
    const { images, changes, rows, paths } = dataset;
    const batches = await batchFacts(paths.batches, this.#known);
    const { batchSize: budget, seed, head, totalBudget, encoder } = settings;
    const choices = JSON.stringify([imports, budget, seed, head, totalBudget, encoder, batches.length]);
    const of = [images, changes, changes.mark, choices];
    if (this.#kept?.of.every((part, i) => part === of[i])) return this.#kept.insights;
    const names = images.map((image) => image.path);
    const rounds = pastRounds(batches, rows);
    const pool = poolRequest(parts, poolLabels(names, dataset));
    const { seconds: _, ...insights } = await engine.insights({ ...pool, budget, seed, rounds }, options);
    this.#kept = { of, insights };
    return insights;
  }

  /** Resolves when no job runs. */
  #noJob(signal: AbortSignal): Promise<void> {
    const source = this.#source;
    if (source.job === null) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        if (source.job !== null && !signal.aborted) return;
        stop();
        signal.removeEventListener('abort', settle);
        try {
          throwIfAborted(signal);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      const stop = source.onChange(settle);
      signal.addEventListener('abort', settle);
    });
  }
}
