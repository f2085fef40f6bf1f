import { describe, expect, test } from 'vitest';
import { simulationCsv } from '../../../src/core/simulate/csv.ts';
import { summarize, type Trials } from '../../../src/core/simulate/report.ts';
import type { Round, TaskResult } from '../../../src/core/simulate/simulation.ts';
import { simulationSvg } from '../../../src/core/simulate/svg.ts';
import { strategyOf } from '../../support/simulations.ts';

const round = (budget: number, accuracy: number, perClass: readonly number[]): Round => ({
  budget,
  labels: budget,
  seconds: 0.5,
  perClass,
  accuracy: { '1nn': accuracy },
  picks: [],
});
const result = (seed: number, ...rounds: readonly Round[]): TaskResult => ({
  seed,
  pool: 70,
  heldOut: 30,
  classes: 2,
  leftOut: 3,
  rounds,
  notes: ['Something to know.'],
});

/** Two strategies, two seeds, budgets 10 and 100; a third class has no image in the pool. */
const trials: Trials = {
  classes: ['cat', 'dog', 'owl'],
  protocol: { budgets: [10, 100], heads: ['1nn'] },
  seeds: [0, 1],
  total: 103,
  reference: 'random',
  ceiling: [result(0, round(70, 0.9, [35, 35, 0])), result(1, round(70, 1, [35, 35, 0]))],
  strategies: [
    {
      strategy: strategyOf('random'),
      results: [
        result(0, round(10, 0.5, [10, 0, 0]), round(100, 0.7, [60, 40, 0])),
        result(1, round(10, 0.6, [4, 6, 0]), round(100, 0.9, [50, 50, 0])),
      ],
    },
    {
      strategy: strategyOf('k-center', { name: '<"k", & co>' }),
      results: [
        result(0, round(10, 0.7, [5, 5, 0]), round(100, 0.9, [50, 50, 0])),
        result(1, round(10, 0.7, [6, 4, 0]), round(100, 0.9, [50, 50, 0])),
      ],
    },
  ],
};

describe('the report', () => {
  const report = summarize(trials);
  const [random, kCenter] = report.strategies;

  test('has the mean of the seeds with its standard error', () => {
    expect(random.heads['1nn']?.accuracy[0].mean).toBeCloseTo(0.55, 12);
    expect(random.heads['1nn']?.accuracy[0].standardError).toBeCloseTo(0.05, 12);
    expect(report.ceiling['1nn']?.mean).toBeCloseTo(0.95, 12);
    expect(report.images).toEqual({ total: 103, leftOut: 3, pool: 70, heldOut: 30 });
  });

  test('compares with the reference seed by seed', () => {
    const [first, last] = kCenter.heads['1nn']?.gain ?? [];
    expect(first.mean).toBeCloseTo(0.15, 12);
    expect(first.standardError).toBeCloseTo(0.05, 12);
    expect(last.mean).toBeCloseTo(0.1, 12);
    expect(
      random.heads['1nn']?.gain.every(({ mean, standardError }) => mean === 0 && standardError === 0),
    ).toBe(true);
    expect(kCenter.heads['1nn']?.area.mean).toBeCloseTo(0.8, 12);
    expect(kCenter.heads['1nn']?.areaGain.mean).toBeCloseTo(0.125, 12);
  });

  test('says how many labels 90 % of the ceiling take, or the accuracies asked for', () => {
    expect(kCenter.heads['1nn']?.labelsNeeded).toEqual([
      { accuracy: expect.closeTo(0.855, 12), labels: expect.closeTo(10 ** 1.775, 6) },
    ]);
    expect(random.heads['1nn']?.labelsNeeded[0].labels).toBeNull();
    const asked = summarize({ ...trials, ceiling: [], targets: [0.6, 0.99] }).strategies[1].heads['1nn'];
    expect(asked?.labelsNeeded.map(({ labels }) => labels)).toEqual([10, null]);
  });

  test('counts classes among those that the pool shows', () => {
    expect(random.coverage.map(({ mean }) => mean)).toEqual([0.75, 1]);
    expect(random.frequencies).toEqual([
      [7, 3, 0],
      [55, 45, 0],
    ]);
    expect(random.secondsPerQuery[0]).toEqual({ mean: 0.5, standardError: 0 });
    expect(random.notes).toEqual(['Something to know.']);
  });
});

test('the CSV has a line per strategy, seed, budget and head, with names as they are', () => {
  const lines = simulationCsv(trials).split('\r\n');
  expect(lines.length).toBe(1 + 8 + 1);
  expect(lines[0]).toBe('strategy,seed,head,budget,labels,accuracy,classes,seconds');
  expect(lines[1]).toBe('random,0,1nn,10,10,0.500000,1,0.5000');
  expect(lines[5]).toBe('"<""k"", & co>",0,1nn,10,10,0.700000,2,0.5000');
});

describe('the SVG', () => {
  const report = summarize(trials);
  const svg = simulationSvg([
    { title: 'first & best', report },
    { title: 'second', report },
  ]);

  test('draws a curve per strategy and row, bands and a legend, and escapes names', () => {
    expect(svg.match(/<polyline /g)?.length).toBe(4);
    expect(svg.match(/<polygon /g)?.length).toBe(2);
    expect(svg).toContain('first &amp; best');
    expect(svg).toContain('&lt;&quot;k&quot;, &amp; co&gt;');
    expect(svg).toContain('labels (logarithmic)');
    expect(svg).toContain('every image labeled: 95.0 ± 5.0 %');
  });

  test('has no script, loads nothing, and places everything', () => {
    expect(svg).not.toMatch(/<script|href=|url\(|@import/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('takes a single budget, equal accuracies and one seed', () => {
    const flat = trials.strategies.map(({ strategy }) => ({
      strategy,
      results: [result(0, round(10, 1, [5, 5, 0]))],
    }));
    const protocol = { ...trials.protocol, budgets: [10] };
    const single = summarize({ ...trials, protocol, seeds: [0], ceiling: [], strategies: flat });
    const drawn = simulationSvg([{ title: '', report: single }]);
    expect(drawn).not.toMatch(/NaN|Infinity|undefined|<polygon/);
  });
});
