// The handwritten digits that come with scikit-learn (Debian's python3-sklearn): which strategies save labels on raw pixels.
// An independent program ranked them by 1-NN accuracy, with 500 of the 1,797 images held out, mean of 10 seeds.
import { digits } from '../support/digits.ts';
import { report, skip } from '../support/measurement.ts';
import {
  accuracyOf,
  openSimulator,
  percent,
  reportCurves,
  strategyNamed,
  tell,
} from '../support/simulator.ts';

const budgets = [10, 20, 50, 100];
/** What that program measured, in %, by budget. */
const measured: Readonly<Record<string, readonly number[]>> = {
  random: [47.3, 64.2, 82.9, 90.0],
  'k-center': [43.5, 65.2, 83.5, 90.5],
  typiclust: [71.7, 85.0, 92.8, 95.1],
  'k-medoids-init': [74.6, 85.3, 93.2, 95.9],
  'prob-cover': [58.2, 74.0, 88.4, 93.6],
  'max-herding': [76.0, 84.8, 91.4, 96.0],
};
const best = ['typiclust', 'k-medoids-init', 'max-herding'];

async function main(): Promise<void> {
  const set = digits();
  if (set === undefined) {
    skip('digits', 'the python3-sklearn package of Debian is not here');
    return;
  }
  const simulator = await openSimulator();
  const result = await simulator.onSet(set, {
    strategies: Object.keys(measured).map((name) => strategyNamed(name)),
    budgets,
    seeds: Array.from({ length: 10 }, (_, seed) => seed),
    heldOut: 500 / 1797,
  });
  await simulator.close();
  reportCurves('digits', result);
  for (const [name, figures] of Object.entries(measured))
    tell(`digits, ${name}, 1nn as measured before at ${budgets.join(' ')} labels`, figures.join(' '), '%');

  const accuracy = (name: string, b: number): number => percent(accuracyOf(result.report, name, '1nn', b));
  for (const b of [0, 1]) {
    for (const name of best)
      atLeast(
        `digits, ${name} over random, 1nn, ${budgets[b]} labels`,
        accuracy(name, b) - accuracy('random', b),
        15,
      );
    const lowest = Math.min(...best.map((name) => accuracy(name, b)));
    atLeast(
      `digits, the least of the three best over prob-cover, 1nn, ${budgets[b]} labels`,
      lowest - accuracy('prob-cover', b),
      0,
    );
    atLeast(
      `digits, prob-cover over random, 1nn, ${budgets[b]} labels`,
      accuracy('prob-cover', b) - accuracy('random', b),
      0,
    );
  }
  atLeast(
    'digits, random over k-center, 1nn, 10 labels',
    accuracy('random', 0) - accuracy('k-center', 0),
    -3,
  );
}

function atLeast(item: string, value: number, least: number): void {
  const rounded = Math.round(10 * value) / 10;
  report({ item, value: rounded, unit: 'points', target: `at least ${least}`, pass: rounded >= least });
}

void main();
