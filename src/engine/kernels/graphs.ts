import { GraphBuilder } from '../../core/onnx/graph.ts';

/** So many neighboring scores share one minimum: then a row is searched by its minima, and few groups are opened. */
export const groupSize = 16;

/**
 * scores = bias - 2 X C^T (n x m), and the minimum of each group of 16 columns (n x m / 16; m must be a multiple of 16).
 * With bias = |c|^2 a score is |x - c|^2 - |x|^2: the order of distances without the cost of |x|^2.
 */
export function nearestGraph(): Uint8Array {
  const graph = new GraphBuilder();
  scoresAndMinima(graph);
  return graph.build();
}

/**
 * The same, and the minimum of each group of 16 rows (n / 16 x m; n must be a multiple of 16) of the distances
 * scores + norms, with norms = |x|^2: what the columns are searched by.
 */
export function mutualNearestGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const { scores, bias } = scoresAndMinima(graph);
  const norms = graph.input('norms', 'float32', ['n', 1]);
  const columns = graph.node('Gather', [graph.node('Shape', [bias]), graph.integers([1])]);
  const shape = graph.node('Concat', [graph.integers([-1, groupSize]), columns], { axis: { int: 0 } });
  const groups = graph.node('Reshape', [graph.node('Add', [scores, norms]), shape]);
  graph.node('ReduceMin', [groups], { axes: { ints: [1] }, keepdims: { int: 0 } }, 'columnMinima');
  graph.output('columnMinima', 'float32', ['rowGroups', 'm']);
  return graph.build();
}

function scoresAndMinima(graph: GraphBuilder): { readonly scores: string; readonly bias: string } {
  const x = graph.input('x', 'float32', ['n', 'd']);
  const c = graph.input('c', 'float32', ['m', 'd']);
  const bias = graph.input('bias', 'float32', [1, 'm']);
  const scores = graph.node('Gemm', [x, c, bias], { alpha: { float: -2 }, transB: { int: 1 } }, 'scores');
  const groups = graph.node('Reshape', [scores, graph.integers([0, -1, groupSize])]);
  graph.node('ReduceMin', [groups], { axes: { ints: [2] }, keepdims: { int: 0 } }, 'minima');
  graph.output('scores', 'float32', ['n', 'm']);
  graph.output('minima', 'float32', ['n', 'groups']);
  return { scores, bias };
}

/** The least score of each row (n): the nearest graph for one neighbor whose number is not asked for. */
export function relaxGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['n', 'd']);
  const c = graph.input('c', 'float32', ['m', 'd']);
  const bias = graph.input('bias', 'float32', [1, 'm']);
  const scores = graph.node('Gemm', [x, c, bias], { alpha: { float: -2 }, transB: { int: 1 } });
  graph.node('ReduceMin', [scores], { axes: { ints: [1] }, keepdims: { int: 0 } }, 'least');
  graph.output('least', 'float32', ['n']);
  return graph.build();
}

/**
 * Similarities exp(-|x - c|^2 / sigma^2) (n x m). `c` and `bias` come divided by sigma^2 and `norms` is |x|^2 / sigma^2, so
 * that the exponent is 2 x c - bias - norms; rounding may take it above 0, so whoever reads a similarity cuts it at 1.
 */
function similarities(graph: GraphBuilder): string {
  const x = graph.input('x', 'float32', ['n', 'd']);
  const c = graph.input('c', 'float32', ['m', 'd']);
  const bias = graph.input('bias', 'float32', [1, 'm']);
  const norms = graph.input('norms', 'float32', ['n', 1]);
  const gemm = { alpha: { float: 2 }, beta: { float: -1 }, transB: { int: 1 } };
  return graph.node('Exp', [graph.node('Sub', [graph.node('Gemm', [x, c, bias], gemm), norms])]);
}

/** gains = weight max(0, min(similarity, limit) - best) (1 x m). */
export function gainGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const similarity = similarities(graph);
  const limit = graph.input('limit', 'float32', ['n', 1]);
  const best = graph.input('best', 'float32', ['n', 1]);
  const weight = graph.input('weight', 'float32', [1, 'n']);
  const limited = graph.node('Min', [similarity, limit]);
  graph.node('MatMul', [weight, graph.node('Relu', [graph.node('Sub', [limited, best])])], {}, 'gains');
  graph.output('gains', 'float32', [1, 'm']);
  return graph.build();
}

/** The gains of the columns, as above without limits, and from the same similarities those of the rows (n x 1). */
export function mutualGainGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const similarity = graph.node('Min', [similarities(graph), graph.floats([1], [])]);
  const best = graph.input('best', 'float32', ['n', 1]);
  const weight = graph.input('weight', 'float32', [1, 'n']);
  const columnBest = graph.input('columnBest', 'float32', [1, 'm']);
  const columnWeight = graph.input('columnWeight', 'float32', ['m', 1]);
  const over = (values: string): string => graph.node('Relu', [graph.node('Sub', [similarity, values])]);
  graph.node('MatMul', [weight, over(best)], {}, 'gains');
  graph.node('MatMul', [over(columnBest), columnWeight], {}, 'rowGains');
  graph.output('gains', 'float32', [1, 'm']);
  graph.output('rowGains', 'float32', ['n', 1]);
  return graph.build();
}

/** 1 where bias - 2 x c < limit, else 0 (n x m). With bias = |c|^2 and limit = radius^2 - |x|^2: whether |x - c| < radius. */
function inBall(graph: GraphBuilder): string {
  const x = graph.input('x', 'float32', ['n', 'd']);
  const c = graph.input('c', 'float32', ['m', 'd']);
  const bias = graph.input('bias', 'float32', [1, 'm']);
  const limit = graph.input('limit', 'float32', ['n', 1]);
  const scores = graph.node('Gemm', [x, c, bias], { alpha: { float: -2 }, transB: { int: 1 } });
  return graph.node('Cast', [graph.node('Less', [scores, limit])], { to: { int: 1 } });
}

/** sums = weight in-ball (1 x m). */
export function withinGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const weight = graph.input('weight', 'float32', [1, 'n']);
  graph.node('MatMul', [weight, inBall(graph)], {}, 'sums');
  graph.output('sums', 'float32', [1, 'm']);
  return graph.build();
}

/** The sums of the columns, as above, and from the same comparisons those of the rows (n x 1). */
export function mutualWithinGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const weight = graph.input('weight', 'float32', [1, 'n']);
  const columnWeight = graph.input('columnWeight', 'float32', ['m', 1]);
  const isWithin = inBall(graph);
  graph.node('MatMul', [weight, isWithin], {}, 'sums');
  graph.node('MatMul', [isWithin, columnWeight], {}, 'rowSums');
  graph.output('sums', 'float32', [1, 'm']);
  graph.output('rowSums', 'float32', ['n', 1]);
  return graph.build();
}

/** X W + b (n x k). */
export function productGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['n', 'd']);
  const w = graph.input('w', 'float32', ['d', 'k']);
  const b = graph.input('b', 'float32', [1, 'k']);
  graph.node('Gemm', [x, w, b], {}, 'product');
  graph.output('product', 'float32', ['n', 'k']);
  return graph.build();
}

/** A^T B (d x e). */
export function crossGraph(): Uint8Array {
  const graph = new GraphBuilder();
  const a = graph.input('a', 'float32', ['n', 'd']);
  const b = graph.input('b', 'float32', ['n', 'e']);
  graph.node('Gemm', [a, b], { transA: { int: 1 } }, 'cross');
  graph.output('cross', 'float32', ['d', 'e']);
  return graph.build();
}
