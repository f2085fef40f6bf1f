import { throwIfAborted } from '../core/errors.ts';

/** A queue of long jobs: one runs at a time, in the order asked. */
export interface Jobs {
  /** Runs `job` when those before it have ended; rejects with `cancelled` at once when the signal fires while waiting. */
  run<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T>;
  /** Resolves when the jobs asked for so far have ended. */
  idle(): Promise<void>;
}

export function createJobs(): Jobs {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(signal, job) {
      const turn = last.then(() => {
        throwIfAborted(signal);
        return job();
      });
      last = turn.catch(() => undefined);
      return unlessAborted(signal, turn);
    },
    idle: async () => void (await last),
  };
}

/** Settles as `work` does, or rejects with `cancelled` as soon as the signal fires; `work` then ends unheard. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      try {
        throwIfAborted(signal);
      } catch (error) {
        reject(error);
      }
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
