import type { Plan } from './cycles.ts';

/** Ranks from..to-1 of the images in order of difficulty. */
export interface SubPool {
  readonly from: number;
  readonly to: number;
}

/** Rounding in the bounds of a strip that must not move it by a rank. */
const slack = 1e-9;

/** The least balance factor with which a sub-pool holds a batch (arXiv 2312.15944, equation 7). */
export function leastBeta(size: number, budget: number, { cycles }: Pick<Plan, 'cycles'>): number {
  return (budget * cycles) / size;
}

/**
 * The adaptive sub-pool of a cycle (arXiv 2312.15944, equation 6): of `cycles` strips of equal width s = size / cycles, the
 * cycle's own, made wider or narrower on both sides to beta s; the first and the last on their one side. With beta > 1
 * neighbors overlap, with beta < 1 there are gaps, with beta = 1 they meet.
 */
export function subPool(
  size: number,
  { cycle, cycles }: Pick<Plan, 'cycle' | 'cycles'>,
  beta: number,
): SubPool {
  const strip = size / cycles;
  const width = beta * strip;
  let start = (cycle - 1) * strip - (width - strip) / 2;
  if (cycle === cycles) start = size - width;
  if (cycle === 1) start = 0;
  const rank = (bound: number): number => Math.min(size, Math.max(0, Math.ceil(bound - slack)));
  return { from: rank(start), to: rank(start + width) };
}

/** What of a sub-pool can be picked. */
export interface SubPoolMembers {
  readonly inside: Int32Array;
  /** Where `inside` has too few: those nearest to it by rank, nearest first, the lower rank first. */
  readonly beyond: Int32Array;
}

/** The members of a sub-pool that may be picked, and beyond it as many as it lacks for `count`. `order`: by rank. */
export function membersOf(
  { from, to }: SubPool,
  order: Int32Array,
  mayPick: (item: number) => boolean,
  count: number,
): SubPoolMembers {
  const inside = order.subarray(from, to).filter(mayPick);
  const beyond: number[] = [];
  const missing = count - inside.length;
  for (let step = 1; beyond.length < missing && step <= order.length; step++)
    for (const rank of [from - step, to + step - 1])
      if (rank >= 0 && rank < order.length && beyond.length < missing && mayPick(order[rank]))
        beyond.push(order[rank]);
  return { inside, beyond: Int32Array.from(beyond) };
}
