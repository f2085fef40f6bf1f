import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { normalizeRows } from '../../src/core/math/matrix.ts';
import type { SimulationHead, SimulationReport, Strategy } from '../../src/core/simulate/simulation.ts';
import type { Progress } from '../../src/core/types.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { SimulateRequest, SimulateResult } from '../../src/protocol/simulate.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import type { EmbeddedSet } from './embeddedSets.ts';
import { type Measurement, report } from './measurement.ts';

/** What is asked of a simulation of a set; all else follows from the set. */
export type SetPlan = Omit<SimulateRequest, 'source' | 'classes' | 'truth' | 'version' | 'cache'>;

export interface Simulator {
  /**
   * Simulates on a set whose rows are scaled to length 1 first. What is finished stays in the temporary folder until
   * src/core is another: a run that was ended goes on, and what a run has in common with an earlier one is not run again.
   */
  onSet(set: EmbeddedSet, plan: SetPlan): Promise<SimulateResult>;
  onFolder(request: Omit<SimulateRequest, 'version' | 'cache'>): Promise<SimulateResult>;
  close(): Promise<void>;
}

/** The engine as the product has it, with a worker per core. */
export async function openSimulator(): Promise<Simulator> {
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: availableParallelism() });
  const home = path.join(tmpdir(), 'next-batch-simulations');
  mkdirSync(home, { recursive: true });
  const version = execFileSync('git', ['rev-parse', 'HEAD:src/core'], { encoding: 'utf8' }).trim();
  const run = async (request: Omit<SimulateRequest, 'version' | 'cache'>): Promise<SimulateResult> =>
    engine.simulate(
      { ...request, version, cache: home },
      { signal: new AbortController().signal, progress: sayProgress() },
    );
  return {
    async onSet(set, plan) {
      const { name, embeddings, names, labels: truth, classes } = set;
      const file = path.join(home, `${name}-${embeddings.rows}x${embeddings.cols}.npy`);
      if (!existsSync(file)) {
        const rows = { ...embeddings, data: embeddings.data.slice() };
        await normalizeRows(rows, async () => {});
        await writeNpy(`${file}.new`, rows);
        renameSync(`${file}.new`, file);
      }
      return run({ ...plan, source: { kind: 'file', embeddings: file, names }, truth, classes });
    },
    onFolder: run,
    close: () => engine.close(),
  };
}

function sayProgress(): (progress: Progress) => void {
  let said = 0;
  return ({ phase, done, total, secondsLeft }) => {
    if (performance.now() - said < 30_000 && done < total) return;
    said = performance.now();
    const left = secondsLeft === undefined ? '' : `, ${Math.round(secondsLeft)} s left`;
    console.error(`${phase} ${done} / ${total}${left}`);
  };
}

/** Reports a figure that nothing is asked of. */
export function tell(item: string, value: Measurement['value'], unit = ''): void {
  report({ item, value, unit, target: '', pass: null });
}

/** One line per strategy and head: its accuracies, and the mean of what it has over the reference with the same seed. */
export function reportCurves(name: string, { report: found }: SimulateResult): void {
  for (const head of found.heads)
    for (const { strategy, heads } of found.strategies) {
      const measured = heads[head];
      if (measured === undefined) continue;
      const means = measured.accuracy.map(({ mean }) => percent(mean).toFixed(1)).join(' ');
      const { mean, standardError } = measured.areaGain;
      const over =
        strategy.name === found.reference
          ? ''
          : `; area over ${found.reference} ${percent(mean)} ± ${percent(standardError)}`;
      tell(`${name}, ${strategy.name}, ${head} at ${found.budgets.join(' ')} labels`, `${means}${over}`, '%');
    }
}

/** A strategy as the tests name it. */
export function strategyNamed(selector: string, parameters: Strategy['parameters'] = {}): Strategy {
  return { name: selector, selector, parameters };
}

/** Mean accuracy of a strategy, 0 to 1; NaN where it took no part. */
export function accuracyOf(
  { strategies }: SimulationReport,
  name: string,
  head: SimulationHead,
  budget: number,
): number {
  const found = strategies.find(({ strategy }) => strategy.name === name);
  return found?.heads[head]?.accuracy[budget]?.mean ?? Number.NaN;
}

/** Seconds of the slowest query of each strategy, and the peak memory. */
export function reportCost(name: string, { report: found, peakMemory }: SimulateResult): void {
  for (const { strategy, secondsPerQuery } of found.strategies) {
    const slowest = Math.max(...secondsPerQuery.map(({ mean }) => mean));
    tell(`${name}, ${strategy.name}: slowest query`, Number(slowest.toPrecision(3)), 's');
  }
  tell(`${name}: peak memory of the engine so far`, Math.round(peakMemory / 1e6), 'MB');
}

/** A share as a percentage with one digit. */
export function percent(share: number): number {
  return Math.round(1000 * share) / 10;
}

/** The words of an environment variable, split at commas; undefined where it is not set. */
export function asked(variable: string): readonly string[] | undefined {
  const value = process.env[variable];
  return value === undefined || value === '' ? undefined : value.split(',');
}
