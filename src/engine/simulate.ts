import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { simulationCsv } from '../core/simulate/csv.ts';
import { summarize } from '../core/simulate/report.ts';
import type { Protocol, TaskResult } from '../core/simulate/simulation.ts';
import { simulationSvg } from '../core/simulate/svg.ts';
import { readNpyHeader } from '../dataset/npy.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { SimulateRequest, SimulateResult } from '../protocol/simulate.ts';
import type { MatrixSource, PoolWork } from './native/nativeApi.ts';
import { type PoolTools, preparePool } from './poolWork.ts';
import { sha256 } from './sha256.ts';
import { crewSize, runCrew } from './simulateCrew.ts';
import { openTaskLog, type TaskLog } from './simulateLog.ts';
import { ceilingTask, type Plan, type PlannedTask, planSimulation } from './simulatePlan.ts';

/** Tries strategies on images whose classes are known, several at a time, and goes on with what was finished before. */
export async function simulateStrategies(
  request: SimulateRequest,
  { workerFile, threads, embed }: Pick<PoolTools, 'workerFile' | 'threads' | 'embed'>,
  { signal, progress }: CallContext,
): Promise<SimulateResult> {
  const started = performance.now();
  const plan = planSimulation(request);
  const { source, classes, truth, version, cache } = request;
  const { work, folder } = await preparePool(
    { source, classes, labels: truth, excluded: new Int32Array(0) },
    true,
    embed,
  );
  const file = path.join(cache, 'simulations', `${nameOf(work, plan.protocol, version)}.jsonl`);
  const log = await openTaskLog(file);
  try {
    const open = plan.tasks.filter((task) => log.find(task) === undefined);
    const reused = plan.tasks.length - open.length;
    const workers = crewSize(open.length, threads, await bytesOf(work.matrix));
    const tell = createTaskMeter(plan.tasks.length, reused, progress);
    await runCrew(
      { workerFile, count: workers, signal, log: console.error },
      open,
      async (task, api, own) => {
        const { budgets, ...shared } = task;
        const share = { ...work, task: shared, protocol: { ...plan.protocol, budgets } };
        const result = await api.simulate(share, { signal: own }).catch((error: unknown) => {
          throw named(error, task);
        });
        await log.add(task, result);
        tell();
      },
    );
    return {
      ...present(request, plan, log),
      unreadable: folder?.unreadable ?? [],
      encoder: folder?.info,
      file,
      tasks: { total: plan.tasks.length, reused, workers },
      peakMemory: process.resourceUsage().maxRSS * 1024,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await log.close();
  }
}

/** Names the file of what was finished: changes with all that every task depends on. */
function nameOf(
  { matrix, labels, excluded, classCount }: PoolWork,
  protocol: Protocol,
  version: string,
): string {
  const { budgets: _, ...shared } = protocol;
  return sha256(JSON.stringify([version, matrix?.identity, classCount, shared]), labels, excluded).slice(
    0,
    32,
  );
}

async function bytesOf(matrix: MatrixSource | undefined): Promise<number> {
  if (matrix === undefined) return 0;
  if (matrix.kind === 'shards') return 4 * matrix.rows.length * matrix.dimensions;
  const { shape } = await readNpyHeader(matrix.file);
  return 4 * shape.reduce((product, length) => product * length, 1);
}

/** Many strategies run side by side: an error says which of them it is about. */
function named(error: unknown, { strategy, seed }: PlannedTask): unknown {
  if (!(error instanceof UserError) || error.code === 'cancelled') return error;
  return new UserError(error.code, `${strategy.name}, seed ${seed}: ${error.message}`, {
    cause: error,
    ...(error.file === undefined ? {} : { file: error.file }),
  });
}

/** Tells how many tasks are done, and from the time that those of this run took, what is left. */
function createTaskMeter(total: number, reused: number, progress: CallContext['progress']): () => void {
  const started = performance.now();
  let done = reused;
  progress({ phase: 'simulate', done, total });
  return () => {
    done++;
    const secondsEach = (performance.now() - started) / 1000 / (done - reused);
    progress({ phase: 'simulate', done, total, secondsLeft: secondsEach * (total - done) });
  };
}

function present(
  { classes, targets, truth }: SimulateRequest,
  { protocol, strategies, seeds, hasCeiling, reference }: Plan,
  log: TaskLog,
): Pick<SimulateResult, 'report' | 'svg' | 'csv'> {
  const found = (task: PlannedTask): readonly TaskResult[] => {
    const result = log.find(task);
    return result === undefined ? [] : [result];
  };
  const { budgets } = protocol;
  const trials = {
    classes,
    protocol,
    seeds,
    total: truth.length,
    strategies: strategies.map((strategy) => ({
      strategy,
      results: seeds.flatMap((seed) => found({ strategy, seed, budgets })),
    })),
    ceiling: hasCeiling ? seeds.flatMap((seed) => found(ceilingTask(seed))) : [],
    reference,
    targets,
  };
  const report = summarize(trials);
  return { report, svg: simulationSvg([{ title: '', report }]), csv: simulationCsv(trials) };
}
