import { describe, expect, test } from 'vitest';
import { gather, matrix } from '../../../src/core/math/matrix.ts';
import { createRng } from '../../../src/core/rng.ts';
import { selectors } from '../../../src/core/selectors/registry.ts';
import type { Protocol, Strategy, TaskResult } from '../../../src/core/simulate/simulation.ts';
import { type Split, stratifiedSplit } from '../../../src/core/simulate/split.ts';
import { runTask, type World } from '../../../src/core/simulate/task.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredWorld, protocol, strategyOf, timeless } from '../../support/simulations.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const splitOf = (world: World, seed = 0): Split =>
  stratifiedSplit(world.truth, protocol, createRng(seed).fork('split'));

function run(
  world: World,
  strategy: Strategy,
  {
    split = splitOf(world),
    seed = 0,
    budgets = protocol.budgets,
    heads = protocol.heads,
  }: {
    readonly split?: Split;
    readonly seed?: number;
    readonly budgets?: Protocol['budgets'];
    readonly heads?: Protocol['heads'];
  } = {},
): Promise<TaskResult> {
  const ctx = { ...roundContext(), now: () => performance.now() };
  return runTask(world, split, { strategy, seed }, { budgets, heads }, ctx);
}

const picksOf = ({ rounds }: TaskResult): readonly (readonly number[])[] => rounds.map(({ picks }) => picks);
/** Selectors that a simulation can run: a score per image is not part of it. */
const ids = selectors.filter(({ needs }) => !needs.includes('scores')).map(({ id }) => id);

describe.each(ids)('what a selector can see: %s', (id) => {
  test('the classes of images it never chose, and those held out, change none of its picks', async () => {
    const world = clusteredWorld();
    const split = splitOf(world);
    const before = await run(world, strategyOf(id), { split });
    const chosen = new Set(picksOf(before).flat());
    const rng = createRng('shuffle');
    const truth = world.truth.map((c, row) => (chosen.has(row) ? c : rng.below(world.classCount)));
    const after = await run({ ...world, truth }, strategyOf(id), { split });
    expect(picksOf(after)).toEqual(picksOf(before));
  });

  test('the held-out images change none of its picks', async () => {
    const world = clusteredWorld();
    const split = splitOf(world);
    const before = await run(world, strategyOf(id), { split });
    const embeddings = gather(world.embeddings, [...world.truth.keys()]);
    const rng = createRng('noise');
    for (const row of split.heldOut)
      for (let j = 0; j < embeddings.cols; j++) embeddings.data[row * embeddings.cols + j] = rng.normal();
    expect(picksOf(await run({ ...world, embeddings }, strategyOf(id), { split }))).toEqual(picksOf(before));
  });
});

describe('a task', () => {
  test('labels what was chosen, budget by budget, and never anything held out', async () => {
    const world = clusteredWorld();
    const split = splitOf(world);
    const { rounds, pool, heldOut, classes } = await run(world, strategyOf('random'), { split });
    expect([pool, heldOut, classes]).toEqual([168, 72, 4]);
    expect(rounds.map(({ budget, labels, picks }) => [budget, labels, picks.length])).toEqual([
      [4, 4, 4],
      [8, 8, 4],
      [16, 16, 8],
    ]);
    const all = rounds.flatMap(({ picks }) => picks);
    expect(new Set(all).size).toBe(16);
    expect(all.every((row) => split.pool.includes(row))).toBe(true);
    const counted = [0, 1, 2, 3].map((c) => all.filter((row) => world.truth[row] === c).length);
    expect(rounds[2].perClass).toEqual(counted);
  });

  test('is the same again, and another with another seed', async () => {
    const world = clusteredWorld();
    const first = timeless(await run(world, strategyOf('random')));
    expect(timeless(await run(world, strategyOf('random')))).toEqual(first);
    expect(timeless(await run(world, strategyOf('random'), { seed: 1 }))).not.toEqual(first);
  });

  test('every image labeled: both heads are right about clusters that lie apart', async () => {
    const { points, cluster } = clusteredMatrix(120, 6, 3, 2, 0.05);
    const world = { embeddings: points, truth: cluster, classCount: 3 };
    const { rounds } = await run(world, strategyOf('random'), { budgets: [9999] });
    expect(rounds[0]).toMatchObject({ labels: 84, accuracy: { softmax: 1, '1nn': 1 } });
  });

  test('a budget larger than the pool ends with the pool, and later ones choose nothing', async () => {
    const world = clusteredWorld(40);
    const { rounds, pool } = await run(world, strategyOf('k-center'), { budgets: [20, 100, 200] });
    expect(rounds.map(({ labels }) => labels)).toEqual([20, pool, pool]);
    expect(rounds[2].picks).toEqual([]);
  });

  test('one class: every head says it', async () => {
    const world = { ...clusteredWorld(40), truth: new Int32Array(40), classCount: 1 };
    const { rounds } = await run(world, strategyOf('typiclust'));
    for (const { accuracy } of rounds) expect(accuracy).toEqual({ softmax: 1, '1nn': 1 });
  });

  test('a one-shot strategy chooses every budget anew', async () => {
    const world = clusteredWorld();
    const { rounds } = await run(world, strategyOf('max-herding', { isOneShot: true }));
    expect(rounds.map(({ picks }) => picks.length)).toEqual([4, 8, 16]);
    expect(rounds[1].picks.slice(0, 4)).toEqual(rounds[0].picks);
  });

  test('MaxHerding begins where that is asked for', async () => {
    const world = clusteredWorld();
    const started = await run(world, strategyOf('random', { start: 'max-herding' }));
    const herded = await run(world, strategyOf('max-herding', { parameters: { sigma: 'median' } }));
    expect(started.rounds[0].picks).toEqual(herded.rounds[0].picks);
    expect(started.notes).toEqual(['Without labels, max-herding chose in place of random.']);
    expect(started.rounds[1].picks).not.toEqual(herded.rounds[1].picks);
  });

  test('copies of one image, in two classes, do not break it', async () => {
    const world = {
      embeddings: matrix(30, 4, new Float32Array(120).fill(0.5)),
      truth: Int32Array.from({ length: 30 }, (_, i) => i % 2),
      classCount: 2,
    };
    const { rounds } = await run(world, strategyOf('max-herding'), { budgets: [2, 6] });
    for (const { accuracy } of rounds)
      for (const value of Object.values(accuracy)) expect(value).toBeGreaterThanOrEqual(0);
  });
});
