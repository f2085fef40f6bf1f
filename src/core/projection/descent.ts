import type { Rng } from '../rng.ts';
import type { Curve } from './curve.ts';
import { bitShift, type Forces, forceTables, pushStrength } from './forces.ts';
import type { Graph } from './fuzzySet.ts';
import { type Layout, layoutInSteps } from './layout.ts';

/** Edges looked at between two pauses: about 10 ms of work. */
const edgesPerPause = 500_000;
/** Points drawn to be pushed away for each edge that pulls. */
const pushes = 8;

export interface DescentOptions {
  readonly graph: Graph;
  /** N x 2 where the points start; becomes the layout's own. */
  readonly start: Float32Array;
  readonly curve: Curve;
  readonly epochs: number;
  readonly rng: Rng;
  /** The rate of the first epoch; it falls to 0. */
  readonly rate?: number;
  /** Only the points before this one move. Default: all do. */
  readonly moving?: number;
}

/**
 * Stochastic gradient descent over the edges (arXiv 1802.03426, algorithm 5): an edge pulls its ends together as often as its weight
 * says, and each time pushes its first end away from a few points drawn at random. Deterministic for equal options.
 */
export function descent(options: DescentOptions): Layout {
  const { graph, start: points, curve, epochs, rng, rate = 1 } = options;
  const moving = options.moving ?? points.length / 2;
  const every = epochsPerSample(graph.weights);
  const sweep: Sweep = {
    points,
    moving,
    graph,
    forces: forceTables(curve, pushStrength(points.length / 2)),
    every,
    next: every.slice(),
    // Never 0: xorshift would stay there.
    random: (rng.below(0xffffffff) + 1) | 0,
  };
  let epoch = 0;
  let node = 0;
  function* steps(): Generator<void> {
    while (epoch < epochs && moving > 0) {
      node = move(sweep, node, epoch, rate * (1 - epoch / epochs));
      if (node === moving) {
        node = 0;
        epoch++;
      }
      yield;
    }
  }
  const share = (): number => (moving === 0 ? 1 : (epoch + node / moving) / epochs);
  return layoutInSteps(points, share, steps());
}

/** What the epochs of a layout share. */
interface Sweep {
  readonly points: Float32Array;
  readonly moving: number;
  readonly graph: Graph;
  readonly forces: Forces;
  /** Every how many epochs an edge pulls. */
  readonly every: Float32Array;
  /** The epoch in which an edge pulls next. */
  readonly next: Float32Array;
  /** State of the generator: xorshift (Marsaglia 2003), since drawing is a third of the work. */
  random: number;
}

/**
 * Moves some nodes of an epoch, from one on; returns the node to go on with. One function with all in locals, and pushes that
 * do not wait for one another: what is paid here is paid half a billion times.
 */
function move(sweep: Sweep, from: number, epoch: number, rate: number): number {
  const { points, moving, every, next } = sweep;
  const { starts, ends } = sweep.graph;
  const { attraction, repulsion } = sweep.forces;
  const squared = new Float32Array(pushes);
  const bits = new Int32Array(squared.buffer);
  const perDraw = points.length / 2 / 4294967296;
  const movesBoth = moving * 2 === points.length;
  const limit = starts[from] + edgesPerPause;
  let random = sweep.random;
  let i = from;
  for (; i < moving && starts[i] < limit; i++) {
    let x = points[2 * i];
    let y = points[2 * i + 1];
    const end = starts[i + 1];
    for (let e = starts[i]; e < end; e++) {
      if (next[e] > epoch) continue;
      next[e] += every[e];
      const j = 2 * ends[e];
      let dx = x - points[j];
      let dy = y - points[j + 1];
      squared[0] = dx * dx + dy * dy;
      const pull = attraction[bits[0] >> bitShift] * rate;
      dx *= pull;
      dy *= pull;
      x += dx;
      y += dy;
      if (movesBoth) {
        points[j] -= dx;
        points[j + 1] -= dy;
      }
      let sumX = 0;
      let sumY = 0;
      for (let push = 0; push < pushes; push++) {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        const other = 2 * (((random >>> 0) * perDraw) | 0);
        dx = x - points[other];
        dy = y - points[other + 1];
        squared[push] = dx * dx + dy * dy;
        const force = repulsion[bits[push] >> bitShift];
        sumX += force * dx;
        sumY += force * dy;
      }
      x += sumX * rate;
      y += sumY * rate;
    }
    points[2 * i] = x;
    points[2 * i + 1] = y;
  }
  sweep.random = random;
  return i;
}

/** Every how many epochs an edge pulls: the heaviest in each. */
function epochsPerSample(weights: Float32Array): Float32Array {
  let heaviest = 0;
  for (let e = 0; e < weights.length; e++) heaviest = Math.max(heaviest, weights[e]);
  return weights.map((weight) => heaviest / weight);
}
