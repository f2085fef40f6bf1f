import type { ReportProgress } from '../types.ts';

/** Tells a share of the work as one of comparing images, with the time left by the time it took so far. */
export function compareProgress(report: ReportProgress, now: () => number): ReportProgress {
  const started = now();
  return ({ done, total }) => {
    const share = total === 0 ? 0 : done / total;
    const secondsLeft = share > 0.05 ? (((now() - started) / 1000) * (1 - share)) / share : undefined;
    report({
      phase: 'compare',
      done: Math.round(100 * share),
      total: 100,
      ...(secondsLeft !== undefined && { secondsLeft }),
    });
  };
}
