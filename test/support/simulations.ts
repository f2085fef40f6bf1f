import type { Protocol, Strategy, TaskResult } from '../../src/core/simulate/simulation.ts';
import type { World } from '../../src/core/simulate/task.ts';
import { clusteredMatrix } from './syntheticData.ts';

/** Images in clusters, three of them to a class: what a strategy chooses shows in the accuracy. */
export function clusteredWorld(rows = 240, classCount = 4): World {
  const { points, cluster } = clusteredMatrix(rows, 8, 3 * classCount, 11, 0.5);
  return { embeddings: points, truth: cluster.map((c) => c % classCount), classCount };
}

export function strategyOf(selector: string, more: Partial<Strategy> = {}): Strategy {
  return { name: selector, selector, parameters: {}, ...more };
}

export const protocol: Protocol = {
  budgets: [4, 8, 16],
  heads: ['softmax', '1nn'],
  heldOut: 0.3,
  poolSize: 0,
  heldOutSize: 0,
};

/** A result without what the clock says. */
export function timeless({ rounds, ...rest }: TaskResult): unknown {
  return { ...rest, rounds: rounds.map(({ seconds: _, ...round }) => round) };
}
