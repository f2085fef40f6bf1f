import type { Kernels, Neighbors } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { createRng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { fitCurve } from './curve.ts';
import { descent } from './descent.ts';
import { strengths } from './fuzzySet.ts';
import { type Layout, layoutInSteps } from './layout.ts';
import type { UmapOptions } from './umap.ts';

/** New points that move together; what they take of memory is bounded by it. */
const pointsPerBlock = 50_000;
/** A third of the epochs of a whole map, at a quarter of the rate, as umap-learn: they begin near where they belong. */
const epochs = 60;
const rate = 0.25;
const noPause = async (): Promise<void> => {};

/** The k nearest rows with a place of some without: rows of `components`, as are the neighbors it finds. */
export type Search = (rows: Int32Array) => Promise<Neighbors>;

export interface PlaceOptions extends Omit<UmapOptions, 'neighbors'> {
  /** N x 2: NaN in the rows that are to be placed. Written in place. */
  readonly points: Float32Array;
  /** Rows that are to be placed, in the order in which they are; some at a time. */
  readonly fresh: Int32Array;
  /** Rows that have a place, and keep it. */
  readonly fixed: Int32Array;
  readonly search: Search;
  /** How many rows are searched for in one step. */
  readonly rowsPerStep: number;
}

/**
 * Places rows on a map without moving what is there (as `transform` of umap-learn): each begins at the mean of its nearest
 * neighbors' places, weighted by their strengths, and then moves for a few epochs.
 */
export function place(options: PlaceOptions): Layout {
  const { points, fresh } = options;
  let placed = 0;
  async function* steps(): AsyncGenerator<void> {
    for (let from = 0; from < fresh.length; from += pointsPerBlock) {
      const block = fresh.subarray(from, from + pointsPerBlock);
      yield* placeBlock(block, options, (share) => {
        placed = from + share * block.length;
      });
    }
  }
  return layoutInSteps(points, () => placed / Math.max(1, fresh.length), steps());
}

async function* placeBlock(
  block: Int32Array,
  { points, fixed, search, rowsPerStep, minDistance, seed }: PlaceOptions,
  tell: (share: number) => void,
): AsyncGenerator<void> {
  const starts = new Int32Array(block.length + 1);
  const found: Found[] = [];
  for (let from = 0; from < block.length; from += rowsPerStep) {
    const some = block.subarray(from, from + rowsPerStep);
    const neighbors = await search(some);
    found.push({ neighbors, weights: await strengths(neighbors, noPause) });
    tell((0.5 * (from + some.length)) / block.length);
    yield;
  }
  // Points of the new ones, then of those that keep their place.
  const positions = new Int32Array(points.length / 2);
  for (const [position, row] of fixed.entries()) positions[row] = block.length + position;
  const all = new Float32Array(2 * (block.length + fixed.length));
  for (const [position, row] of fixed.entries())
    all.set(points.subarray(2 * row, 2 * row + 2), 2 * (block.length + position));
  const edges = found.reduce((sum, { weights }) => sum + weights.length, 0);
  const ends = new Int32Array(edges);
  const weights = new Float32Array(edges);
  let edge = 0;
  let node = 0;
  for (const one of found) {
    const { k, indices } = one.neighbors;
    for (let at = 0; at < indices.length; at++) {
      if (indices[at] >= 0 && one.weights[at] > 0) {
        ends[edge] = positions[indices[at]];
        weights[edge++] = one.weights[at];
      }
      if ((at + 1) % k === 0) starts[++node] = edge;
    }
  }
  startAtMeans(all, starts, ends, weights);
  const graph = { starts, ends: ends.subarray(0, edge), weights: weights.subarray(0, edge) };
  const moving = block.length;
  const rng = createRng(seed).fork(`place ${block[0]}`);
  const layout = descent({ graph, start: all, curve: fitCurve(minDistance), epochs, rng, rate, moving });
  while (layout.share < 1) {
    await layout.advance(noPause, () => true);
    tell(0.5 + 0.5 * layout.share);
    yield;
  }
  for (const [position, row] of block.entries())
    points.set(all.subarray(2 * position, 2 * position + 2), 2 * row);
}

interface Found {
  readonly neighbors: Neighbors;
  readonly weights: Float32Array;
}

function startAtMeans(all: Float32Array, starts: Int32Array, ends: Int32Array, weights: Float32Array): void {
  for (let node = 0; node + 1 < starts.length; node++) {
    let [x, y, sum] = [0, 0, 0];
    for (let e = starts[node]; e < starts[node + 1]; e++) {
      x += weights[e] * all[2 * ends[e]];
      y += weights[e] * all[2 * ends[e] + 1];
      sum += weights[e];
    }
    if (sum === 0) continue;
    all[2 * node] = x / sum;
    all[2 * node + 1] = y / sum;
  }
}

/** Searches among all rows that have a place. */
export function exactSearch(components: Matrix, fixed: Int32Array, k: number, kernels: Kernels): Search {
  const known = gather(components, fixed);
  return async (rows) => {
    const { indices, ...rest } = await kernels.nearest(
      gather(components, rows),
      known,
      Math.min(k, fixed.length),
    );
    return { ...rest, indices: indices.map((position) => (position < 0 ? -1 : fixed[position])) };
  };
}
