import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that this thread has worked, where the system says so: what others do meanwhile is no pause of ours. */
function workedMs(): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return performance.now();
  }
}

const turnMs = 5;

/** The most milliseconds of work between two turns of a timer while something was done. */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let last = workedMs();
  let longest = 0;
  const beat = setInterval(() => {
    const now = workedMs();
    longest = Math.max(longest, now - last);
    last = now;
  }, turnMs);
  await work();
  // What was done last before the work was over counts too.
  await sleep(2 * turnMs);
  clearInterval(beat);
  return longest;
}
