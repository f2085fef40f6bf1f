import type { Progress } from '../core/types.ts';
import type { Output } from './terminal.ts';

const verbs: Readonly<Record<Progress['phase'], string>> = {
  list: 'Listing',
  read: 'Reading',
  embed: 'Embedding',
  load: 'Loading',
  train: 'Training',
  cluster: 'Clustering',
  select: 'Selecting',
  simulate: 'Simulating',
  layout: 'Laying out',
  write: 'Writing',
  compare: 'Comparing',
  download: 'Downloading',
};

const drawEveryMs = 100;
const sayEveryMs = 10_000;
const barWidth = 24;

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

/** A bar that redraws itself on a terminal; elsewhere (a log, a pipe) a plain line now and then. */
export function createProgressLine(
  stderr: Output,
  now: () => number = () => performance.now(),
): ProgressLine {
  return stderr.isTTY === true ? bar(stderr, now) : plainLines(stderr, now);
}

function bar(stderr: Output, now: () => number): ProgressLine {
  let isShown = false;
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    show(progress) {
      const isEnd = progress.total > 0 && progress.done >= progress.total;
      if (!isEnd && now() - drawn < drawEveryMs) return;
      drawn = now();
      isShown = true;
      const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
      const full = Math.round(share * barWidth);
      const line = `${verbs[progress.phase].padEnd(10)} ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${count(progress)}`;
      stderr.write(`\r\u001b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    clear() {
      if (isShown) stderr.write('\r\u001b[2K');
      isShown = false;
    },
  };
}

/** At most one line in ten seconds, and the first and last of a phase that takes longer than that. */
function plainLines(stderr: Output, now: () => number): ProgressLine {
  let phase: Progress['phase'] | undefined;
  let said = 0;
  let isLong = false;
  return {
    show(progress) {
      if (progress.phase !== phase) {
        phase = progress.phase;
        said = now();
        isLong = false;
      }
      const isEnd = isLong && progress.total > 0 && progress.done >= progress.total;
      if (!isEnd && now() - said < sayEveryMs) return;
      said = now();
      isLong = !isEnd;
      stderr.write(`${verbs[phase]} ${count(progress)}\n`);
    },
    clear() {},
  };
}

/** `412 / 665   63/s   4 s left`, as far as it is known. */
function count({ done, total, rate, secondsLeft }: Progress): string {
  const parts = [total > 0 ? `${done} / ${total}` : String(done)];
  if (rate !== undefined && rate > 0) parts.push(`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`);
  if (secondsLeft !== undefined && total > done) parts.push(`${duration(secondsLeft)} left`);
  return parts.join('   ');
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 90) return `${whole} s`;
  return whole < 5400 ? `${Math.round(whole / 60)} min` : `${(whole / 3600).toFixed(1)} h`;
}
