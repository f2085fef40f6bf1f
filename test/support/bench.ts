import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { Matrix } from '../../src/core/types.ts';
import { median, report } from './measurement.ts';
import { clusteredMatrix } from './syntheticData.ts';

/** `--small` shows within seconds that a benchmark runs; its figures mean nothing and are held against no target. */
export const isSmall = process.argv.includes('--small');
/** 50,000 x 512, or 4,000 x 64. */
export const rows = isSmall ? 4000 : 50_000;
export const columns = isSmall ? 64 : 512;
/** `--once`: the real size, one run. */
export const runs = isSmall || process.argv.includes('--once') ? 1 : 5;
export const threads = availableParallelism();

/** The data of all benchmarks: 200 Gaussian clusters, rows of length 1, seed 0. */
export function benchData(): Matrix {
  return clusteredMatrix(rows, columns, 200, 0, 0.7).points;
}

export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs the contestants in turn, `runs` times, and returns the median of what each says it took (seconds). */
export async function interleave<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number> | number>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contestants) as Name[];
  const seconds = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run++)
    for (const name of names) seconds.get(name)?.push(await contestants[name]());
  for (const name of names)
    console.error(
      `${name}: ${seconds
        .get(name)
        ?.map((s) => s.toFixed(3))
        .join(' ')} s`,
    );
  return Object.fromEntries(names.map((name) => [name, median(seconds.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Reports a figure against the least it must reach; with `--small` without judgment. */
export function reportAtLeast(item: string, value: number, least: number, unit = 'x'): void {
  const rounded = Number(value.toPrecision(4));
  report({ item, value: rounded, unit, target: `>= ${least}`, pass: isSmall ? null : value >= least });
}

export function reportAtMost(item: string, value: number, most: number, unit = ''): void {
  report({
    item,
    value: Number(value.toPrecision(7)),
    unit,
    target: `<= ${most}`,
    pass: isSmall ? null : value <= most,
  });
}

/** The machine is shared: a figure without its load says little. */
export function reportLoad(): void {
  const load = loadavg().map((value) => value.toFixed(1));
  report({
    item: 'load average over 1, 5 and 15 minutes',
    value: load.join(' '),
    unit: '',
    target: '',
    pass: null,
  });
}

/** The system's Python with a module of it. */
export interface Python {
  /** Runs a script in a folder that holds the given arrays as raw little-endian files; it prints one JSON line. */
  run(script: string): unknown;
  /** Absolute path of a file of that folder. */
  file(name: string): string;
  close(): void;
}

/** undefined where the module is not installed. */
export function pythonWith(
  module: 'sklearn' | 'torch',
  files: Readonly<Record<string, Float32Array>>,
): Python | undefined {
  const python = '/usr/bin/python3';
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-bench-'));
  for (const [name, data] of Object.entries(files)) writeFileSync(path.join(folder, name), data);
  return {
    run: (script) => JSON.parse(execFileSync(python, ['-c', script], { cwd: folder, encoding: 'utf8' })),
    file: (name) => path.join(folder, name),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function scikitLearn(files: Readonly<Record<string, Float32Array>>): Python | undefined {
  return pythonWith('sklearn', files);
}
