import type { Rng } from '../rng.ts';
import type { Curve } from './curve.ts';
import { bitShift, firstStep, forceTables, lastStep } from './forces.ts';
import type { Graph } from './fuzzySet.ts';

/** Edges looked at between two pauses: about 10 ms of work. */
const edgesPerPause = 150_000;
/** Points drawn to be pushed away for each edge that pulls. */
const pushes = 5;
/** No coordinate moves farther in one step than this times the rate. */
const most = 4;

/** The layout of a graph in two dimensions, on its way; one that was stopped goes on where it was. */
export interface Layout {
  /** N x 2, moved in place. */
  readonly points: Float32Array;
  /** 0 to 1. */
  readonly share: number;
  /** Goes on until `isEnough` says so (asked about every 10 ms) or the end; `pause` may throw, which loses nothing. */
  advance(pause: () => Promise<void>, isEnough?: () => boolean): Promise<void>;
}

export interface LayoutOptions {
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

/** So many epochs as umap-learn takes. */
export function epochsFor(rows: number): number {
  return rows <= 10_000 ? 500 : 200;
}

/**
 * Stochastic gradient descent over the edges (arXiv 1802.03426, algorithm 5): an edge pulls its ends together as often as its weight
 * says, and each time pushes its first end away from a few points drawn at random. Deterministic for equal options.
 */
export function createLayout(options: LayoutOptions): Layout {
  const { graph, start: points, curve, epochs } = options;
  const { starts, ends } = graph;
  const rows = points.length / 2;
  const moving = options.moving ?? rows;
  const isWhole = moving === rows;
  const { attraction, repulsion } = forceTables(curve);
  const every = epochsPerSample(graph.weights);
  // The epoch in which an edge pulls next.
  const next = every.slice();
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  const perDraw = rows / 4294967296;
  // Never 0: xorshift (Marsaglia 2003) would stay there.
  let state = (options.rng.below(0xffffffff) + 1) | 0;
  let epoch = 0;
  let node = 0;

  function stepOf(squared: number): number {
    float[0] = squared;
    const step = (bits[0] >> bitShift) - firstStep;
    return Math.max(0, Math.min(lastStep, step));
  }

  /** Moves some nodes of one epoch; returns the node to go on with. */
  function sweep(from: number, rate: number): number {
    const limit = starts[from] + edgesPerPause;
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
        let squared = dx * dx + dy * dy;
        if (squared > 0) {
          const force = attraction[stepOf(squared)];
          const mx = clipped(force * dx) * rate;
          const my = clipped(force * dy) * rate;
          x += mx;
          y += my;
          if (isWhole) {
            points[j] -= mx;
            points[j + 1] -= my;
          }
        }
        for (let push = 0; push < pushes; push++) {
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          const other = ((state >>> 0) * perDraw) | 0;
          if (other === i) continue;
          dx = x - points[2 * other];
          dy = y - points[2 * other + 1];
          squared = dx * dx + dy * dy;
          if (squared === 0) continue;
          const force = repulsion[stepOf(squared)];
          x += clipped(force * dx) * rate;
          y += clipped(force * dy) * rate;
        }
      }
      points[2 * i] = x;
      points[2 * i + 1] = y;
    }
    return i;
  }

  return {
    points,
    get share() {
      return moving === 0 ? 1 : Math.min(1, (epoch + node / moving) / epochs);
    },
    async advance(pause, isEnough = () => false) {
      while (epoch < epochs && moving > 0) {
        const rate = (options.rate ?? 1) * (1 - epoch / epochs);
        node = sweep(node, rate);
        if (node === moving) {
          node = 0;
          epoch++;
        }
        if (isEnough()) return;
        await pause();
      }
    },
  };
}

function clipped(value: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Every how many epochs an edge pulls: the heaviest in each. */
function epochsPerSample(weights: Float32Array): Float32Array {
  let heaviest = 0;
  for (let e = 0; e < weights.length; e++) heaviest = Math.max(heaviest, weights[e]);
  return weights.map((weight) => heaviest / weight);
}
