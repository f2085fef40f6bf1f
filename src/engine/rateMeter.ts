import type { Progress, ReportProgress } from '../core/types.ts';

const WINDOW_MS = 5000;
const REPORT_MS = 100;

/**
 * Counts things done and reports at most ten times a second, with the rate of the last few seconds and the time left.
 * `before`: done already when it starts.
 */
export function createRateMeter(
  phase: Progress['phase'],
  total: number,
  report: ReportProgress,
  before = 0,
): { done(count?: number): void; finish(): void } {
  const marks: { time: number; done: number }[] = [{ time: performance.now(), done: before }];
  let done = before;
  let reported = -Infinity;

  function send(now: number): void {
    reported = now;
    marks.push({ time: now, done });
    while (marks.length > 2 && now - marks[0].time > WINDOW_MS) marks.shift();
    const seconds = (now - marks[0].time) / 1000;
    const rate = seconds > 0 ? (done - marks[0].done) / seconds : 0;
    report(
      rate > 0 ? { phase, done, total, rate, secondsLeft: (total - done) / rate } : { phase, done, total },
    );
  }

  send(performance.now());
  return {
    done(count = 1) {
      done += count;
      const now = performance.now();
      if (now - reported >= REPORT_MS) send(now);
    },
    finish: () => send(performance.now()),
  };
}
