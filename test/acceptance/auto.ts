// What `auto` costs and saves: regret against the best strategy of each set, budget and head; never below random; labels
// needed. After anchors.ts on the same commit only `auto` itself is run. AUTO_SETS and AUTO_SEEDS narrow it; AUTO_OTHERS
// names the selectors to compare with, all of the anchor table by default; AUTO_ENCODER=builtin takes the other encoder.
import type { SimulationHead, SimulationReport } from '../../src/core/simulate/simulation.ts';
import { anchorHeads, anchorPlan } from '../support/anchorPlan.ts';
import { anchorStrategies } from '../support/anchorStrategies.ts';
import { anchorBudgetsPerClass } from '../support/anchorTable.ts';
import { type EmbeddedSet, embeddedSet, embeddedSetNames } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';
import {
  asked,
  openSimulator,
  percent,
  reportCost,
  type Simulator,
  strategyNamed,
  tell,
} from '../support/simulator.ts';

const mostRegret = 1.2;
const mostLabelsShare = 0.5;
/** Beyond those of the anchors: cifar10 reaches 90 % of what the whole pool gives later than the others. */
const moreBudgetsPerClass = [50, 100, 200];
const seedCount = process.env.AUTO_SEEDS === undefined ? undefined : Number(process.env.AUTO_SEEDS);

/** Points below the best, one entry per set and budget. */
type Regrets = Map<string, number[]>;

async function compare(
  set: EmbeddedSet,
  simulator: Simulator,
  regrets: Readonly<Record<SimulationHead, Regrets>>,
): Promise<void> {
  const others = asked('AUTO_OTHERS');
  const strategies = anchorStrategies(set.embeddings).filter(
    ({ selector }) => others === undefined || ['random', ...others].includes(selector),
  );
  const result = await simulator.onSet(set, {
    ...anchorPlan(set, seedCount),
    strategies: [...strategies, strategyNamed('auto'), strategyNamed('anchored-k-means')],
  });
  for (const head of anchorHeads) {
    addRegrets(result.report, head, regrets[head]);
    againstRandom(set.name, result.report, head);
  }
  reportCost(set.name, result);
}

function addRegrets({ strategies, budgets }: SimulationReport, head: SimulationHead, regrets: Regrets): void {
  for (const b of budgets.keys()) {
    const means = strategies.map(({ heads }) => heads[head]?.accuracy[b].mean ?? Number.NaN);
    const best = Math.max(...means);
    for (const [i, { strategy }] of strategies.entries())
      regrets.set(strategy.name, [...(regrets.get(strategy.name) ?? []), 100 * (best - means[i])]);
  }
}

/** On the same seeds, never below random by more than one standard error of the difference. */
function againstRandom(
  name: string,
  { strategies, budgets, seeds }: SimulationReport,
  head: SimulationHead,
): void {
  const measured = strategies.find(({ strategy }) => strategy.name === 'auto')?.heads[head];
  for (const b of budgets.keys()) {
    const { mean, standardError } = measured?.gain[b] ?? { mean: Number.NaN, standardError: 0 };
    report({
      item: `${name}, auto over random, ${anchorBudgetsPerClass[b]} per class, ${head}`,
      value: `${percent(mean)} ± ${percent(standardError)} (accuracy ${percent(measured?.accuracy[b].mean ?? 0)})`,
      unit: 'points',
      target: 'not below random by more than one standard error',
      pass: seeds.length < 2 ? null : mean >= -standardError,
    });
  }
}

/** Labels for 90 % of the accuracy that the whole pool gives, as a share of those that random needs. */
async function labelsNeeded(set: EmbeddedSet, simulator: Simulator): Promise<void> {
  const perClass = [...anchorBudgetsPerClass, ...(set.name === 'cifar10' ? moreBudgetsPerClass : [])];
  const { report: found } = await simulator.onSet(set, {
    ...anchorPlan(set, seedCount, perClass),
    strategies: [strategyNamed('random'), strategyNamed('auto')],
  });
  for (const head of anchorHeads) {
    const [random, auto] = ['random', 'auto'].map(
      (id) => found.strategies.find(({ strategy }) => strategy.name === id)?.heads[head]?.labelsNeeded[0],
    );
    const needed = `${Math.round(auto?.labels ?? 0)} against ${Math.round(random?.labels ?? 0)} labels for ${percent(auto?.accuracy ?? 0)} %`;
    const share = (auto?.labels ?? Number.NaN) / (random?.labels ?? Number.NaN);
    report({
      item: `${set.name}, ${head}: labels auto needs as a share of random's (${needed})`,
      value: Number(share.toFixed(2)),
      unit: '',
      target: `<= ${mostLabelsShare}`,
      pass: share <= mostLabelsShare,
    });
  }
}

function reportRegrets(head: SimulationHead, regrets: Regrets): void {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const ranked = [...regrets]
    .map(([name, values]) => [name, mean(values)] as const)
    .sort((a, b) => a[1] - b[1]);
  for (const [name, regret] of ranked)
    if (name !== 'auto') tell(`mean regret of ${name}, ${head}`, Number(regret.toFixed(2)), 'points');
  const own = mean(regrets.get('auto') ?? []);
  report({
    item: `mean regret of auto, ${head}`,
    value: Number(own.toFixed(2)),
    unit: 'points',
    target: `<= ${mostRegret}`,
    pass: own <= mostRegret,
  });
}

async function main(): Promise<void> {
  const encoder = process.env.AUTO_ENCODER === 'builtin' ? 'builtin' : 'mobilenetv2';
  const simulator = await openSimulator();
  const regrets = { softmax: new Map(), '1nn': new Map(), spreading: new Map(), auto: new Map() };
  for (const name of asked('AUTO_SETS') ?? embeddedSetNames) {
    const set = await embeddedSet(name as (typeof embeddedSetNames)[number], encoder);
    if (set === undefined) {
      skip(name, `the data is not here, or not with the encoder ${encoder}`);
      continue;
    }
    await compare(set, simulator, regrets);
    await labelsNeeded(set, simulator);
  }
  await simulator.close();
  for (const head of anchorHeads) if (regrets[head].size > 0) reportRegrets(head, regrets[head]);
}

void main();
