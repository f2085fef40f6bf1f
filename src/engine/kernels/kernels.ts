import { throwIfAborted } from '../../core/errors.ts';
import type { KernelOptions, Kernels, Points } from '../../core/kernels.ts';
import { gather } from '../../core/math/matrix.ts';
import { measurePoints } from '../../core/math/points.ts';
import type { Matrix } from '../../core/types.ts';
import { ranges, tileRows } from './blocks.ts';
import { gainNative, mutualGainNative } from './gain.ts';
import {
  crossGraph,
  gainGraph,
  mutualGainGraph,
  mutualNearestGraph,
  mutualWithinGraph,
  nearestGraph,
  productGraph,
  relaxGraph,
  withinGraph,
} from './graphs.ts';
import { infer } from './infer.ts';
import { crossNative, productNative } from './linear.ts';
import { mutualNearestNative } from './mutualNearest.ts';
import { nearestNative } from './nearest.ts';
import { crossPlain, gainPlain, nearestPlain, productPlain, withinPlain } from './plain.ts';
import { relaxNative } from './relax.ts';
import { GraphSession } from './session.ts';
import { train } from './train.ts';
import { mutualWithinNative, withinNative } from './within.ts';

/** Below this many multiply-adds plain JavaScript is quicker than a graph, which takes some 0.1 ms to start (measured). */
const smallWork = 250_000;

export interface NativeKernels extends Kernels {
  /** Frees the sessions. The kernels can be used again; they start new ones. */
  release(): Promise<void>;
}

/**
 * Kernels over onnxruntime on the CPU. Every run of a graph blocks the calling thread for some 10 ms, so that they belong
 * in a worker; between the runs messages come through and a fired signal ends the call.
 * `threads`: how many cores a matrix product may use.
 */
export function createKernels({ threads }: { readonly threads: number }): NativeKernels {
  const graphs = {
    nearest: new GraphSession(nearestGraph, threads),
    mutualNearest: new GraphSession(mutualNearestGraph, threads),
    relax: new GraphSession(relaxGraph, threads),
    gain: new GraphSession(gainGraph, threads),
    mutualGain: new GraphSession(mutualGainGraph, threads),
    within: new GraphSession(withinGraph, threads),
    mutualWithin: new GraphSession(mutualWithinGraph, threads),
    product: new GraphSession(productGraph, threads),
    cross: new GraphSession(crossGraph, threads),
  };

  const nearest: Kernels['nearest'] = async (X, C, k, options = {}) => {
    const excludeSelf = options.excludeSelf ?? false;
    const step = begin(options);
    sameLength('columns', X.cols, C.cols);
    if (k < 1) throw new RangeError(`${k} nearest rows; ask for one at least.`);
    if (isSmall(X.rows, C.rows, X.cols)) return nearestPlain(X, C, k, excludeSelf);
    const points = await measured(X, options);
    return isSame(X, C)
      ? mutualNearestNative(points, k, excludeSelf, graphs.mutualNearest, step)
      : nearestNative(points, C, k, excludeSelf, graphs.nearest, step);
  };

  return {
    nearest,
    async relax(minDistance, X, C, options = {}) {
      const step = begin(options);
      sameLength('columns', X.cols, C.cols);
      sameLength('distances', minDistance.length, X.rows);
      const rows = isSmall(X.rows, C.rows, X.cols)
        ? Int32Array.from(minDistance.keys())
        : await relaxNative(minDistance, await measured(X, options), C, graphs.relax, step);
      for (const [from, to] of ranges(rows.length, tileRows)) {
        const some = rows.slice(from, to);
        const { distances } = await nearest(gather(X, some), C, 1, options);
        for (const [s, i] of some.entries()) minDistance[i] = Math.min(minDistance[i], distances[s]);
      }
    },
    async gain(X, C, terms, options = {}) {
      const step = begin(options);
      sameLength('columns', X.cols, C.cols);
      sameLength('weights', terms.weight.length, X.rows);
      sameLength('similarities', terms.best.length, X.rows);
      sameLength('limits', terms.limit?.length ?? X.rows, X.rows);
      if (isSmall(X.rows, C.rows, X.cols)) return gainPlain(X, C, terms);
      const points = await measured(X, options);
      return terms.limit === undefined && isSame(X, C)
        ? mutualGainNative(points, terms, graphs.mutualGain, step)
        : gainNative(points, C, terms, graphs.gain, step);
    },
    async within(X, C, terms, options = {}) {
      const step = begin(options);
      sameLength('columns', X.cols, C.cols);
      sameLength('weights', terms.weight.length, X.rows);
      if (isSmall(X.rows, C.rows, X.cols)) return withinPlain(X, C, terms);
      const points = await measured(X, options);
      return isSame(X, C)
        ? mutualWithinNative(points, terms, graphs.mutualWithin, step)
        : withinNative(points, C, terms, graphs.within, step);
    },
    async product(X, W, b = new Float32Array(W.cols), options = {}) {
      const step = begin(options);
      sameLength('rows of W', W.rows, X.cols);
      sameLength('numbers in b', b.length, W.cols);
      if (isSmall(X.rows, W.cols, X.cols)) return productPlain(X, W, b);
      return productNative(X, W, b, graphs.product, step);
    },
    async cross(A, B, options = {}) {
      const step = begin(options);
      sameLength('rows', A.rows, B.rows);
      if (isSmall(A.cols, B.cols, A.rows)) return crossPlain(A, B);
      return crossNative(A, B, graphs.cross, step);
    },
    train: (graph, start, options) => train(graph, start, threads, options),
    infer: (graph, batches, batch, options = {}) => infer(graph, batches, batch, threads, options),
    async release() {
      await Promise.all(Object.values(graphs).map((graph) => graph.release()));
    },
  };
}

/** Matrices without columns (all distances 0) count as small too: a product of nothing is not a graph's work. */
function isSmall(n: number, m: number, d: number): boolean {
  return n * m * d < smallWork;
}

/** Whether two matrices are the same numbers in memory. */
function isSame({ data: a, cols }: Matrix, { data: b, cols: otherCols }: Matrix): boolean {
  return (
    a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length && cols === otherCols
  );
}

function sameLength(what: string, found: number, expected: number): void {
  if (found !== expected) throw new RangeError(`${found} ${what}, but ${expected} are needed.`);
}

/** Throws if the job is cancelled already; the function it returns does so later, and tells how far it is. */
function begin({ signal, progress }: KernelOptions): (share: number) => void {
  const step = (share: number): void => {
    throwIfAborted(signal);
    progress?.(share);
  };
  throwIfAborted(signal);
  return step;
}

async function measured(X: Matrix | Points, { signal }: KernelOptions): Promise<Points> {
  if ('squaredNorms' in X) return X;
  return measurePoints(X, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    throwIfAborted(signal);
  });
}
