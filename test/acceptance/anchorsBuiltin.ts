// The strategies of the anchors with the encoder that comes with the product: nobody else has measured that, so they are
// compared with random selection. ANCHOR_SETS and ANCHOR_SEEDS narrow it.
import { anchorStrategies } from '../support/anchorStrategies.ts';
import { anchorBudgetsPerClass } from '../support/anchorTable.ts';
import { type EmbeddedSet, embeddedSet, embeddedSetNames } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';
import {
  accuracyOf,
  asked,
  openSimulator,
  percent,
  reportCost,
  reportCurves,
  type Simulator,
} from '../support/simulator.ts';

const heads = ['softmax', '1nn'] as const;
/** What must save labels at the first two budgets. */
const early = ['typiclust', 'max-herding, sigma 1', 'k-medoids-init'];

async function curves(set: EmbeddedSet, simulator: Simulator): Promise<void> {
  const result = await simulator.onSet(set, {
    strategies: anchorStrategies(set.embeddings),
    budgets: anchorBudgetsPerClass.map((count) => count * set.classes.length),
    seeds: Array.from({ length: Number(process.env.ANCHOR_SEEDS ?? 3) }, (_, seed) => seed),
    heads,
  });
  const name = `${set.name}, built-in encoder`;
  reportCurves(name, result);
  reportCost(name, result);
  for (const head of heads)
    for (const strategy of early)
      for (const b of [0, 1]) {
        const [own, random] = [strategy, 'random'].map((id) => accuracyOf(result.report, id, head, b));
        report({
          item: `${name}, ${strategy} over random, ${head}, ${anchorBudgetsPerClass[b]} per class`,
          value: percent(own - random),
          unit: 'points',
          target: 'above 0',
          pass: own > random,
        });
      }
}

async function main(): Promise<void> {
  const simulator = await openSimulator();
  for (const name of asked('ANCHOR_SETS') ?? embeddedSetNames.filter((id) => id !== 'cifar10')) {
    const set = await embeddedSet(name as (typeof embeddedSetNames)[number], 'builtin');
    if (set === undefined) skip(`${name}, built-in encoder`, 'the data is not here');
    else await curves(set, simulator);
  }
  await simulator.close();
}

void main();
