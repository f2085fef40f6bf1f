import { l10n } from 'vscode';
import { throwIfAborted } from '../core/errors.ts';
import type { AdviseResult } from '../protocol/engine.ts';
import type { Banner, PanelJob } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import type { SimulateResult } from '../protocol/simulate.ts';
import { amongText } from './clusters/among.ts';
import { JobSlot } from './jobSlot.ts';
import { replayBatch } from './replay.ts';
import { adviseStrategy, embedFolder, selectBatch } from './round.ts';
import type { RoundParts } from './roundParts.ts';
import type { SessionViews } from './sessionViews.ts';
import { runSimulation, type SimulationPlan } from './simulation.ts';
import type { UnreadableImages } from './unreadableImages.ts';
import { images } from './words.ts';

export interface SessionJobsHost {
  readonly folder: string;
  /** What a job works with, read when it begins. */
  readonly parts: () => Promise<RoundParts>;
  readonly views: Pick<SessionViews, 'head' | 'comparison' | 'hold' | 'release'>;
  readonly unreadable: UnreadableImages;
  readonly advised: (advice: AdviseResult) => void;
  readonly show: (banner: Banner | null) => void;
  /** A job began, is further on, or is over. */
  readonly changed: () => void;
}

/** The long work on a folder, one at a time. Predictions, the map and questions wait meanwhile, for the engine does one thing at a time. */
export class SessionJobs {
  readonly #host: SessionJobsHost;
  readonly #slot: JobSlot;
  readonly #said = new Set<string>();
  #asked = 0;

  constructor(host: SessionJobsHost) {
    this.#host = host;
    this.#slot = new JobSlot(host.folder, host.changed);
  }

  get running(): PanelJob | null {
    return this.#slot.job;
  }

  /** Ends the running job; what it has written stays. False if none runs. */
  cancel(): boolean {
    return this.#slot.cancel();
  }

  embed(): Promise<void> {
    return this.run('embed', (parts, options) => this.#embed(parts, options));
  }

  selectNextBatch(): Promise<void> {
    const { views, show } = this.#host;
    return this.run('select', async (parts, options) => {
      if (parts.imports.embeddings === undefined) await this.#embed(parts, options);
      const batch = await selectBatch(parts, options);
      views.head.refresh();
      if (batch === null) show({ kind: 'info', message: nothingLeft(parts) });
    });
  }

  advise(): Promise<void> {
    return this.run('advise', async (parts, options) => {
      this.#host.advised(await adviseStrategy(parts, options));
    });
  }

  compare(selectors: readonly string[]): Promise<void> {
    return this.run('compare', async (parts, options) => {
      if (parts.imports.embeddings === undefined) await this.#embed(parts, options);
      await this.#host.views.comparison.run(parts, selectors, options);
    });
  }

  simulate(plan: SimulationPlan): Promise<SimulateResult> {
    return this.run('simulate', (parts, options) => runSimulation(parts, plan, options));
  }

  replay(id: string): Promise<void> {
    return this.run('replay', async (parts, options) => {
      const { picks } = await replayBatch(parts, id, options);
      const message = l10n.t('Batch {0} again: the same {1}, in the same order.', id, images(picks.length));
      this.#host.show({ kind: 'info', message });
    });
  }

  async ask<T>(work: (parts: RoundParts) => Promise<T>, { signal }: CallOptions): Promise<T> {
    const { parts } = this.#host;
    this.#hold();
    this.#asked++;
    try {
      const now = await parts();
      throwIfAborted(signal);
      return await work(now);
    } finally {
      this.#asked--;
      this.#release();
    }
  }

  async #embed(parts: RoundParts, options: CallOptions): Promise<void> {
    const { encoder, unreadable } = await embedFolder(parts, options);
    this.#host.unreadable.replace(unreadable);
    this.#sayOnce(encoder.notes);
  }

  /** What a person should know of an encoder is not said again with every batch. */
  #sayOnce(notes: readonly string[]): void {
    const fresh = notes.filter((note) => !this.#said.has(note));
    for (const note of fresh) this.#said.add(note);
    if (fresh.length > 0) this.#host.show({ kind: 'info', message: fresh.join(' ') });
  }

  /** Runs a job; rejects at once where one runs already. */
  async run<T>(
    kind: PanelJob['kind'],
    work: (parts: RoundParts, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { parts, show } = this.#host;
    this.#hold();
    try {
      return await this.#slot.run(kind, async (options) => {
        show(null);
        const now = await parts();
        throwIfAborted(options.signal);
        return work(now, options);
      });
    } finally {
      this.#release();
    }
  }

  #hold(): void {
    this.#host.views.hold();
  }

  #release(): void {
    if (this.running !== null || this.#asked > 0) return;
    this.#host.views.release();
  }
}

function nothingLeft({ within, among }: RoundParts): string {
  if (among !== undefined)
    return l10n.t(
      'Every readable image of {0} is labeled or skipped, so there is nothing left to select there; choose from all images again.',
      amongText(among),
    );
  if (within === '')
    return l10n.t('Every readable image here is labeled or skipped, so there is nothing left to select.');
  return l10n.t(
    'Every readable image that matches {0} is labeled or skipped, so there is nothing left to select.',
    within,
  );
}
