// Lazy k-centre greedy against the same greedy with one pass over the pool per pick: 1,000 of 50,000 x 512.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { gather, row, squaredNorm } from '../../src/core/math/matrix.ts';
import { measurePoints } from '../../src/core/math/points.ts';
import { GraphBuilder } from '../../src/core/onnx/graph.ts';
import { farthestFirst } from '../../src/core/selectors/farthestFirst.ts';
import type { Matrix } from '../../src/core/types.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import {
  benchData,
  interleave,
  isSmall,
  pause,
  reportAtLeast,
  reportAtMost,
  reportLoad,
  secondsOf,
  threads,
} from '../support/bench.ts';

const kernels = createKernels({ threads });
const picks = isSmall ? 100 : 1000;

/** minDistance <- min(minDistance, |x|^2 + |c|^2 - 2 x c): the whole step in one graph, as fast as one step can be. */
function stepGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['n', 'd']);
  const c = graph.input('c', 'float32', ['d', 1]);
  const norms = graph.input('norms', 'float32', ['n', 1]);
  const minDistance = graph.input('minDistance', 'float32', ['n', 1]);
  const distance = graph.node('Gemm', [x, c, norms], { alpha: { float: -2 } });
  graph.node('Min', [minDistance, distance], {}, 'updated');
  graph.output('updated', 'float32', ['n', 1]);
  return graph.build();
}

async function stepByStep(X: Matrix, session: InferenceSession): Promise<readonly number[]> {
  const { rows: n, cols: d } = X;
  const own = Float64Array.from({ length: n }, (_, i) => squaredNorm(row(X, i)));
  const norms = new Float32Array(n);
  let now = new Float32Array(n).fill(Number.MAX_VALUE);
  let next = new Float32Array(n);
  const order = [0];
  while (order.length < picks) {
    const last = order[order.length - 1];
    for (let i = 0; i < n; i++) norms[i] = own[i] + own[last];
    await session.run(
      {
        x: new Tensor('float32', X.data, [n, d]),
        c: new Tensor('float32', row(X, last), [d, 1]),
        norms: new Tensor('float32', norms, [n, 1]),
        minDistance: new Tensor('float32', now, [n, 1]),
      },
      { updated: new Tensor('float32', next, [n, 1]) },
    );
    [now, next] = [next, now];
    let farthest = 0;
    for (let i = 1; i < n; i++) if (now[i] > now[farthest]) farthest = i;
    order.push(farthest);
  }
  return order;
}

/** The largest distance of a row to its nearest pick. */
async function radius(X: Matrix, order: ArrayLike<number>): Promise<number> {
  const { distances } = await kernels.nearest(X, gather(X, order), 1);
  return Math.sqrt(distances.reduce((largest, distance) => Math.max(largest, distance), 0));
}

async function main(): Promise<void> {
  const X = benchData();
  reportLoad();
  const session = await InferenceSession.create(stepGraph(), { intraOpNumThreads: threads });
  const ctx = { kernels, pause, progress: () => {}, signal: new AbortController().signal };
  const candidates = Int32Array.from({ length: X.rows }, (_, i) => i);
  let lazy: ArrayLike<number> = [];
  let steps: readonly number[] = [];
  const seconds = await interleave({
    lazy: () =>
      secondsOf(async () => {
        const points = await measurePoints(X, pause);
        ({ order: lazy } = await farthestFirst(points, candidates, new Int32Array(), 0, picks, ctx));
      }),
    'step by step': () =>
      secondsOf(async () => {
        steps = await stepByStep(X, session);
      }),
  });
  const [ours, theirs] = [await radius(X, lazy), await radius(X, steps)];
  reportAtLeast(
    `lazy k-centre, ${picks} picks, against step by step`,
    seconds['step by step'] / seconds.lazy,
    8,
  );
  reportAtMost(
    'lazy k-centre, radius against step by step, relative difference',
    Math.abs(ours / theirs - 1),
    1e-6,
  );
  reportLoad();
  await kernels.release();
}

void main();
