import { l10n } from 'vscode';
import { UserError } from '../core/errors.ts';
import type { ReportProgress } from '../core/types.ts';
import type { PanelJob } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';

/** The one job that may run on a folder at a time. */
export class JobSlot {
  readonly #folder: string;
  readonly #changed: () => void;
  #job: PanelJob | null = null;
  #controller: AbortController | undefined;

  /** `changed`: a job began, is further on, or is over. */
  constructor(folder: string, changed: () => void) {
    this.#folder = folder;
    this.#changed = changed;
  }

  get job(): PanelJob | null {
    return this.#job;
  }

  /** Runs a job; rejects at once where one runs already. */
  async run<T>(kind: PanelJob['kind'], work: (options: CallOptions) => Promise<T>): Promise<T> {
    if (this.#controller)
      throw new UserError(
        'locked',
        l10n.t('A job is already running on {0}; wait for it, or cancel it first.', this.#folder),
      );
    const controller = new AbortController();
    const { signal } = controller;
    this.#controller = controller;
    this.#set({ kind, progress: null });
    try {
      const onProgress = calmly((progress) => {
        if (this.#controller === controller) this.#set({ kind, progress });
      });
      return await work({ signal, onProgress });
    } finally {
      this.#controller = undefined;
      this.#set(null);
    }
  }

  /** Ends the running job; what it has written stays. False if none runs. */
  cancel(): boolean {
    this.#controller?.abort();
    return this.#controller !== undefined;
  }

  #set(job: PanelJob | null): void {
    this.#job = job;
    this.#changed();
  }
}

const calmMs = 100;

/** Passes on at most ten reports a second, but every first and last one of a phase. */
function calmly(report: ReportProgress): ReportProgress {
  let phase = '';
  let toldAt = 0;
  return (progress) => {
    const now = Date.now();
    if (progress.phase === phase && progress.done < progress.total && now - toldAt < calmMs) return;
    phase = progress.phase;
    toldAt = now;
    report(progress);
  };
}
