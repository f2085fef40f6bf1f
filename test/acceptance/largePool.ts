// Learning curves where there is much to choose from: 10, 100 and 1,000 labels out of 40,000 images.
import { embeddedSet } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';
import {
  accuracyOf,
  openSimulator,
  percent,
  reportCost,
  reportCurves,
  strategyNamed,
} from '../support/simulator.ts';

const budgets = [10, 100, 1000];
const strategies = ['random', 'auto', 'typiclust', 'max-herding', 'uherding', 'k-medoids-init'];

async function main(): Promise<void> {
  const set = await embeddedSet('cifar10');
  if (set === undefined) {
    skip('cifar10, 40,000 images to choose from', 'the data is not here');
    return;
  }
  const simulator = await openSimulator();
  const result = await simulator.onSet(set, {
    strategies: strategies.map((name) => strategyNamed(name)),
    budgets,
    seeds: [0, 1],
    heldOut: 0.2,
  });
  await simulator.close();
  const name = 'cifar10, 40,000 to choose from';
  reportCurves(name, result);
  reportCost(name, result);
  for (const head of ['softmax', '1nn'] as const)
    for (const strategy of strategies.slice(1)) {
      const [own, random] = [strategy, 'random'].map((id) => accuracyOf(result.report, id, head, 0));
      report({
        item: `${name}, ${strategy} over random, ${head}, ${budgets[0]} labels`,
        value: percent(own - random),
        unit: 'points',
        target: 'above 0',
        pass: own > random,
      });
    }
}

void main();
