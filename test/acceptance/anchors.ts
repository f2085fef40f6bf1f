// Learning curves of every strategy against those that an independent program measured (test/support/anchorTable.ts).
// ANCHOR_SETS, ANCHOR_STRATEGIES (selectors) and ANCHOR_SEEDS narrow it; a run that was ended goes on where it stopped.
import type { SimulationHead, SimulationReport } from '../../src/core/simulate/simulation.ts';
import { anchorHeads, anchorPlan } from '../support/anchorPlan.ts';
import { anchorStrategies } from '../support/anchorStrategies.ts';
import { anchorBudgetsPerClass, anchorDifferences, anchorTable } from '../support/anchorTable.ts';
import { type EmbeddedSet, embeddedSet, embeddedSetNames } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';
import { asked, openSimulator, percent, reportCost, type Simulator, tell } from '../support/simulator.ts';

/** The table rounds to 0.1: an error of so much at a time. */
const rounding = 0.1 / Math.sqrt(12);

async function anchor(set: EmbeddedSet, simulator: Simulator): Promise<void> {
  const selectors = asked('ANCHOR_STRATEGIES');
  const strategies = anchorStrategies(set.embeddings).filter(
    ({ selector }) => selectors === undefined || ['random', ...selectors].includes(selector),
  );
  const asks = process.env.ANCHOR_SEEDS;
  const plan = anchorPlan(set, asks === undefined ? undefined : Number(asks));
  const result = await simulator.onSet(set, { ...plan, strategies });
  for (const head of anchorHeads) compare(set.name as keyof typeof anchorTable, head, result.report);
  for (const missing of Object.keys(anchorTable[set.name as keyof typeof anchorTable]))
    if (!strategies.some(({ name }) => name === missing)) skip(`${set.name}, ${missing}`, 'not run');
  reportCost(set.name, result);
}

/** One line per strategy and budget, and how far the whole table is off. */
function compare(
  name: keyof typeof anchorTable,
  head: (typeof anchorHeads)[number],
  found: SimulationReport,
): void {
  const distances: number[] = [];
  for (const [b, perClass] of anchorBudgetsPerClass.entries()) {
    const theirs = typicalError(found, head, b);
    for (const { strategy, heads: measured } of found.strategies) {
      const estimate = measured[head]?.accuracy[b];
      const expected = anchorTable[name][strategy.name]?.[head][b];
      if (estimate === undefined || expected === undefined) continue;
      const error = Math.hypot(100 * estimate.standardError, theirs, rounding);
      const difference = 100 * estimate.mean - expected;
      distances.push(difference / error);
      const isWithin = Math.abs(difference) <= 2 * error;
      const why = isWithin ? undefined : anchorDifferences[strategy.name];
      report({
        item: `${name}, ${strategy.name}, ${perClass} per class, ${head}`,
        value: percent(estimate.mean),
        unit: '%',
        target: `${expected} within 2 x ${error.toFixed(2)}${why === undefined ? '' : `; ${why}`}`,
        pass: found.seeds.length < 2 || why !== undefined ? null : isWithin,
      });
    }
  }
  const within = distances.filter((distance) => Math.abs(distance) <= 2).length;
  tell(`${name}, ${head}: rows within two standard errors`, `${within} of ${distances.length}`);
  reportGains(name, head, found);
}

/** The table has no errors of its own: ours, over all strategies with the same budget, stand for them (percentage points). */
function typicalError({ strategies }: SimulationReport, head: SimulationHead, b: number): number {
  const squares = strategies.map(
    ({ heads: measured }) => (measured[head]?.accuracy[b]?.standardError ?? 0) ** 2,
  );
  return 100 * Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Points over random on the same seeds, mean of the budgets, beside what the table says. */
function reportGains(
  name: keyof typeof anchorTable,
  head: (typeof anchorHeads)[number],
  { strategies }: SimulationReport,
): void {
  const rows = anchorTable[name];
  for (const { strategy, heads: measured } of strategies) {
    const gains = measured[head]?.gain.map(({ mean }) => 100 * mean) ?? [];
    const expected = rows[strategy.name]?.[head].map((value, b) => value - rows.random[head][b]);
    if (strategy.name === 'random' || expected === undefined) continue;
    const mean = (values: readonly number[]): string =>
      (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
    tell(
      `${name}, ${strategy.name}, ${head}: over random with the same seed, mean of the budgets`,
      `${mean(gains)} (table: ${mean(expected)})`,
      'points',
    );
  }
}

async function main(): Promise<void> {
  const simulator = await openSimulator();
  for (const name of asked('ANCHOR_SETS') ?? embeddedSetNames) {
    const set = await embeddedSet(name as (typeof embeddedSetNames)[number]);
    if (set === undefined) skip(name, 'the data is not here');
    else await anchor(set, simulator);
  }
  await simulator.close();
}

void main();
