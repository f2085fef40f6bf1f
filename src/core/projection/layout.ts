/** A map on its way; one that was stopped goes on where it was. */
export interface Layout {
  /** N x 2, moved in place; NaN where a row has no place yet. */
  readonly points: Float32Array;
  /** 0 to 1; 1 = nothing moves any more. */
  readonly share: number;
  /** Goes on until `isEnough` says so (asked about every 10 ms) or the end; `pause` may throw, which loses nothing. */
  advance(pause: () => Promise<void>, isEnough?: () => boolean): Promise<void>;
}

/** A layout that is worked out in steps of about 10 ms. One whose step failed never ends well: it fails again when asked to go on. */
export function layoutInSteps(
  points: Float32Array,
  shareOf: () => number,
  steps: Generator<void> | AsyncGenerator<void>,
): Layout {
  let isDone = false;
  let failure: { readonly error: unknown } | undefined;
  return {
    points,
    get share() {
      return isDone ? 1 : Math.min(shareOf(), 1 - 1e-6);
    },
    async advance(pause, isEnough = () => false) {
      while (!isDone) {
        // A generator that threw says that it is done the next time.
        if (failure !== undefined) throw failure.error;
        try {
          isDone = (await steps.next()).done === true;
        } catch (error) {
          failure = { error };
          throw error;
        }
        if (isDone || isEnough()) return;
        await pause();
      }
    },
  };
}
