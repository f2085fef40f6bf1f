import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';

export interface Measurement {
  /** What was measured, in words that stay the same from run to run. */
  readonly item: string;
  readonly value: number | string | boolean;
  readonly unit: string;
  /** What the issue asks for, in words; '' where a figure is only reported. */
  readonly target: string;
  /** `null`: reported without a target, or skipped (then `value` says why). */
  readonly pass: boolean | null;
}

const started = performance.now();

/** Prints one JSON line: the measurement with commit, processor and seconds since the script started. */
export function report(measurement: Measurement): void {
  const seconds = Math.round((performance.now() - started) / 10) / 100;
  console.log(JSON.stringify({ ...measurement, commit: commit(), cpu: processor(), seconds }));
  if (measurement.pass === false) process.exitCode = 1;
}

/** Reports that an item could not be measured here, and why. */
export function skip(item: string, reason: string): void {
  report({ item, value: `skipped: ${reason}`, unit: '', target: '', pass: null });
}

/** The steps of a story that failed, in words; undefined = none, and there were some. */
export function failuresOf(
  results: readonly { readonly name: string; readonly error: Error | undefined }[],
): string | undefined {
  if (results.length === 0) return 'no step was run';
  const failed = results.filter(({ error }) => error !== undefined).map(({ name }) => name);
  return failed.length === 0 ? undefined : `failed: ${failed.join(', ')}`;
}

/** The folder of real test material, or undefined where it is absent. */
export const dataFolder = path.resolve(process.env.NEXT_BATCH_DATA ?? '../shared/data');

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function commit(): string {
  const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();
  try {
    return (
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+')
    );
  } catch {
    return 'unknown';
  }
}

function processor(): string {
  const all = cpus();
  return `${all.length} x ${all[0]?.model.trim() ?? 'unknown'}`;
}
