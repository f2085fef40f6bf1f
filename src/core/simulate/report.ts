import { estimate } from '../math/estimate.ts';
import type { Estimate } from '../model/predictions.ts';
import { logArea, reaches } from './curve.ts';
import type {
  HeadReport,
  Protocol,
  Round,
  SimulationHead,
  SimulationReport,
  Strategy,
  StrategyReport,
  TaskResult,
} from './simulation.ts';

/** All that was tried, each list of results in the order of the seeds. */
export interface Trials {
  readonly classes: readonly string[];
  readonly protocol: Pick<Protocol, 'budgets' | 'heads'>;
  readonly seeds: readonly number[];
  /** Images in all. */
  readonly total: number;
  readonly strategies: readonly { readonly strategy: Strategy; readonly results: readonly TaskResult[] }[];
  /** Tasks of one round that labels the whole pool; none if the ceiling was not asked for. */
  readonly ceiling: readonly TaskResult[];
  /** Name of one of the strategies. */
  readonly reference: string;
  /** Accuracies, 0 to 1; absent: 90 % of the ceiling. */
  readonly targets?: readonly number[] | undefined;
}

/** Curves, differences and areas of all strategies. */
export function summarize(trials: Trials): SimulationReport {
  const { classes, protocol, seeds, total, strategies, reference } = trials;
  const ceiling: Partial<Record<SimulationHead, Estimate>> = {};
  if (trials.ceiling.length > 0)
    for (const head of protocol.heads)
      ceiling[head] = estimate(trials.ceiling.map(({ rounds }) => accuracyOf(rounds[0], head)));
  const base = strategies.find(({ strategy }) => strategy.name === reference)?.results ?? [];
  const targetsOf = (head: SimulationHead): readonly number[] => {
    const top = ceiling[head];
    return trials.targets ?? (top === undefined ? [] : [0.9 * top.mean]);
  };
  const first = strategies[0].results[0];
  return {
    classes,
    budgets: protocol.budgets,
    heads: protocol.heads,
    seeds,
    images: { total, leftOut: first.leftOut, pool: first.pool, heldOut: first.heldOut },
    reference,
    ceiling,
    strategies: strategies.map(({ strategy, results }) =>
      summarizeStrategy(strategy, results, base, protocol, targetsOf),
    ),
  };
}

function summarizeStrategy(
  strategy: Strategy,
  results: readonly TaskResult[],
  base: readonly TaskResult[],
  { budgets, heads }: Trials['protocol'],
  targetsOf: (head: SimulationHead) => readonly number[],
): StrategyReport {
  const perBudget = (value: (round: Round, result: TaskResult) => number): readonly Estimate[] =>
    budgets.map((_, b) => estimate(results.map((result) => value(result.rounds[b], result))));
  const reports: Partial<Record<SimulationHead, HeadReport>> = {};
  for (const head of heads) reports[head] = summarizeHead(head, results, base, targetsOf(head));
  const classCount = results[0].rounds[0].perClass.length;
  return {
    strategy,
    heads: reports,
    coverage: perBudget(({ perClass }, { classes }) => perClass.filter((n) => n > 0).length / classes),
    frequencies: budgets.map((_, b) =>
      Array.from({ length: classCount }, (_, c) => mean(results.map(({ rounds }) => rounds[b].perClass[c]))),
    ),
    secondsPerQuery: perBudget(({ seconds }) => seconds),
    notes: [...new Set(results.flatMap(({ notes }) => notes))],
  };
}

function summarizeHead(
  head: SimulationHead,
  results: readonly TaskResult[],
  base: readonly TaskResult[],
  targets: readonly number[],
): HeadReport {
  const curve = ({ rounds }: TaskResult): number[] => rounds.map((round) => accuracyOf(round, head));
  const area = ({ rounds }: TaskResult): number =>
    logArea(
      rounds.map(({ labels }) => labels),
      rounds.map((round) => accuracyOf(round, head)),
    );
  const budgets = [...results[0].rounds.keys()];
  const labels = budgets.map((b) => mean(results.map(({ rounds }) => rounds[b].labels)));
  const accuracy = budgets.map((b) => estimate(results.map((result) => curve(result)[b])));
  const means = accuracy.map((entry) => entry.mean);
  return {
    accuracy,
    gain: budgets.map((b) => estimate(results.map((result, s) => curve(result)[b] - curve(base[s])[b]))),
    area: estimate(results.map(area)),
    areaGain: estimate(results.map((result, s) => area(result) - area(base[s]))),
    labelsNeeded: targets.map((target) => ({ accuracy: target, labels: reaches(labels, means, target) })),
  };
}

function accuracyOf({ accuracy }: Round, head: SimulationHead): number {
  return accuracy[head] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return estimate(values).mean;
}
