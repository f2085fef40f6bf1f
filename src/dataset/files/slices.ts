import { setImmediate as turn } from 'node:timers/promises';
import { throwIfAborted } from '../../core/errors.ts';

/** Work in small steps: a `yield` wherever something else may come in between. */
export type Steps<T> = Generator<void, T, void>;

const sliceMs = 4;

/** Runs the steps, and lets whatever else waits run every 4 ms. Rejects with `cancelled` once the signal has fired. */
export async function inSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    throwIfAborted(signal);
    const end = performance.now() + sliceMs;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < end);
    await turn();
  }
}

/** Runs the steps without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
