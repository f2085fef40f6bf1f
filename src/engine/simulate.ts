import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { simulationCsv } from '../core/simulate/csv.ts';
import { checkProtocol, checkSeeds } from '../core/simulate/protocol.ts';
import { summarize } from '../core/simulate/report.ts';
import type { Protocol, Strategy, TaskResult } from '../core/simulate/simulation.ts';
import { checkStrategies } from '../core/simulate/strategy.ts';
import { simulationSvg } from '../core/simulate/svg.ts';
import { readNpyHeader } from '../dataset/npy.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { SimulateRequest, SimulateResult } from '../protocol/simulate.ts';
import type { MatrixSource, PoolWork } from './native/nativeApi.ts';
import { type PoolTools, preparePool } from './poolWork.ts';
import { sha256 } from './sha256.ts';
import { crewSize, runCrew } from './simulateCrew.ts';
import { openTaskLog, type PlannedTask, type TaskLog } from './simulateLog.ts';

/** Labels every image of the pool in one round: what a head can do at best. */
const ceilingStrategy: Strategy = { name: 'every image', selector: 'random', parameters: {} };
const ceilingBudgets = [Number.MAX_SAFE_INTEGER];

/** Tries strategies on images whose classes are known, several at a time, and goes on with what was finished before. */
export async function simulateStrategies(
  request: SimulateRequest,
  { workerFile, threads, embed }: Pick<PoolTools, 'workerFile' | 'threads' | 'embed'>,
  { signal, progress }: CallContext,
): Promise<SimulateResult> {
  const started = performance.now();
  const plan = checkPlan(request);
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
    const workers = crewSize(open.length, threads, await bytesOf(work.matrix));
    const meter = createTaskMeter(plan.tasks.length, plan.tasks.length - open.length, progress);
    await runCrew(
      { workerFile, count: workers, signal, log: console.error },
      open,
      async (task, api, own) => {
        const { budgets, ...shared } = task;
        await log.add(
          task,
          await api.simulate(
            { ...work, task: shared, protocol: { ...plan.protocol, budgets } },
            { signal: own },
          ),
        );
        meter();
      },
    );
    return {
      ...present(request, plan, log),
      unreadable: folder?.unreadable ?? [],
      encoder: folder?.info,
      file,
      tasks: { total: plan.tasks.length, reused: plan.tasks.length - open.length, workers },
      peakMemory: process.resourceUsage().maxRSS * 1024,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await log.close();
  }
}

interface Plan {
  readonly protocol: Protocol;
  readonly strategies: readonly Strategy[];
  readonly seeds: readonly number[];
  readonly hasCeiling: boolean;
  readonly reference: string;
  /** Seed by seed, so that what is there after a while compares all strategies. */
  readonly tasks: readonly PlannedTask[];
}

/** Refuses what cannot be simulated before anything is embedded. */
function checkPlan(request: SimulateRequest): Plan {
  const { budgets, heads, heldOut, poolSize, heldOutSize, strategies, truth } = request;
  const given = { budgets, heads, heldOut, poolSize, heldOutSize };
  const protocol = checkProtocol(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
  const seeds = checkSeeds(request.seeds);
  checkStrategies(strategies);
  const classes = new Set(truth.filter((c) => c >= 0)).size;
  if (classes < 2)
    throw new UserError(
      'bad-input',
      `Images of ${classes === 0 ? 'no class' : 'one class only'} are known; a simulation needs the true classes of many images, two classes at least.`,
    );
  const reference =
    request.reference ?? (strategies.find(({ name }) => name === 'random') ?? strategies[0]).name;
  if (!strategies.some(({ name }) => name === reference))
    throw new UserError('usage', `The reference ${reference} takes no part; add it to the strategies.`);
  const hasCeiling = request.ceiling ?? true;
  const tasks = seeds.flatMap((seed) => [
    ...strategies.map((strategy) => ({ strategy, seed, budgets: protocol.budgets })),
    ...(hasCeiling ? [{ strategy: ceilingStrategy, seed, budgets: ceilingBudgets }] : []),
  ]);
  return { protocol, strategies, seeds, hasCeiling, reference, tasks };
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
  const resultsOf = (strategy: Strategy, budgets: Protocol['budgets']): readonly TaskResult[] =>
    seeds.flatMap((seed) => log.find({ strategy, seed, budgets }) ?? []);
  const trials = {
    classes,
    protocol,
    seeds,
    total: truth.length,
    strategies: strategies.map((strategy) => ({
      strategy,
      results: resultsOf(strategy, protocol.budgets),
    })),
    ceiling: hasCeiling ? resultsOf(ceilingStrategy, ceilingBudgets) : [],
    reference,
    targets,
  };
  const report = summarize(trials);
  return { report, svg: simulationSvg([{ title: '', report }]), csv: simulationCsv(trials) };
}
