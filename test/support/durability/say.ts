import { writeSync } from 'node:fs';

/** Tells words on stdout. Waits while the pipe is full: what was said must be out before the next step. */
export function say(...words: readonly string[]): void {
  let rest = Buffer.from(`${JSON.stringify(words)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
