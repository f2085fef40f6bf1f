import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that this thread has worked, where the system says so; else by the clock. */
function workedMs(): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return performance.now();
  }
}

const turnMs = 5;

export interface Pause {
  /** Processor time of this thread, milliseconds: the same however busy the machine is. */
  readonly workMs: number;
  /** By the clock, milliseconds: what other processes took meanwhile is in it. */
  readonly clockMs: number;
}

/** The most of each between two turns of a timer while something was done. */
export async function longestPause(work: () => Promise<unknown>): Promise<Pause> {
  let last = { workMs: workedMs(), clockMs: performance.now() };
  let longest: Pause = { workMs: 0, clockMs: 0 };
  const beat = setInterval(() => {
    const now = { workMs: workedMs(), clockMs: performance.now() };
    longest = {
      workMs: Math.max(longest.workMs, now.workMs - last.workMs),
      clockMs: Math.max(longest.clockMs, now.clockMs - last.clockMs),
    };
    last = now;
  }, turnMs);
  await work();
  // What was done last before the work was over counts too.
  await sleep(2 * turnMs);
  clearInterval(beat);
  return longest;
}
