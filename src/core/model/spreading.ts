import type { Neighbors } from '../kernels.ts';
import { matrix, overRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { Folds } from './crossValidation.ts';
import type { Fitted } from './fitted.ts';
import type { HeadContext } from './head.ts';
import { type NeighborGraph, nearestNodes, neighborGraph, similarity } from './neighborGraph.ts';
import type { TrainingSet } from './training.ts';

/** How much of a node's score comes from its neighbors, and how often it is passed on (RESULTS E 7). */
const alpha = 0.97;
const iterations = 60;
/** Multiply-adds between two pauses: some 20 ms. */
const workPerPause = 10_000_000;

/**
 * Label spreading over the graph of all rows of the pool, and, where there are folds, what it says of each label without
 * its fold. Scores become probabilities by class-mass normalisation (Zhu et al. 2003) with equal masses: those of a class
 * are divided by their sum over the pool. Rows that no label reaches get zeros.
 */
export async function fitSpreading(
  training: TrainingSet,
  folds: Folds | undefined,
  ctx: HeadContext,
): Promise<Fitted> {
  const { embeddings, lengths } = training;
  const graph = await neighborGraph(embeddings, lengths, ctx);
  const { scores, outOfSample } = await spreadLabels(training, graph, folds, ctx.pause);
  const probabilities = matrix(embeddings.rows, scores.cols);
  await overRows(scores, ctx.pause, (from, to) => {
    for (let node = from; node < to; node++) {
      const values = row(probabilities, graph.rows[node]);
      values.set(row(scores, node));
      if (values.every((value) => value === 0)) addNeighbors(values, scores, graph.neighbors, node);
      normalizeSum(values);
    }
  });
  return {
    probabilities,
    ...(outOfSample && { outOfSample }),
    async predict(X, ofLength) {
      const found = await nearestNodes(graph, X, ctx);
      const result = matrix(X.rows, scores.cols);
      await overRows(result, ctx.pause, (from, to) => {
        for (let i = from; i < to; i++) {
          if (ofLength[i] === 0) continue;
          addNeighbors(row(result, i), scores, found, i);
          normalizeSum(row(result, i));
        }
      });
      return result;
    },
  };
}

interface Spread {
  /** Nodes x K, each class divided by its mass. */
  readonly scores: Matrix;
  /** Labels x K probabilities without the label's own fold. */
  readonly outOfSample?: Matrix;
}

/** Spreads the labels of each fold by themselves: the scores are linear in the labels, so any folds can be added up. */
async function spreadLabels(
  { rows, targets, classes }: TrainingSet,
  graph: NeighborGraph,
  folds: Folds | undefined,
  pause: () => Promise<void>,
): Promise<Spread> {
  const count = classes.length;
  const scores = matrix(graph.rows.length, count);
  const outOfSample = matrix(folds === undefined ? 0 : rows.length, count);
  const masses = new Float64Array(count);
  const massesOfFold = new Map<number, Float64Array>();
  const foldOf = (label: number): number => folds?.of[label] ?? -1;
  for (const fold of new Set(Array.from(rows, (_, label) => foldOf(label)))) {
    const own = [...rows.keys()].filter((label) => foldOf(label) === fold);
    const present = [...new Set(own.map((label) => targets[label]))];
    const part = await spread(
      graph,
      present.map((c) =>
        own.filter((label) => targets[label] === c).map((label) => graph.nodes[rows[label]]),
      ),
      pause,
    );
    const massesOfPart = new Float64Array(count);
    massesOfFold.set(fold, massesOfPart);
    const addPart = (sum: Float32Array, node: number): void => {
      for (let s = 0; s < present.length; s++) sum[present[s]] += part.data[node * present.length + s];
    };
    await overRows(part, pause, (from, to) => {
      for (let node = from; node < to; node++) {
        addPart(row(scores, node), node);
        for (let s = 0; s < present.length; s++)
          massesOfPart[present[s]] += part.data[node * present.length + s];
      }
    });
    for (let c = 0; c < count; c++) masses[c] += massesOfPart[c];
    for (let label = 0; label < outOfSample.rows; label++)
      if (foldOf(label) !== fold) addPart(row(outOfSample, label), graph.nodes[rows[label]]);
  }
  for (let label = 0; label < outOfSample.rows; label++) {
    const without = massesOfFold.get(foldOf(label)) ?? masses;
    const left = masses.map((mass, c) => (foldOf(label) < 0 ? 0 : mass - without[c]));
    divideBy(row(outOfSample, label), left);
    normalizeSum(row(outOfSample, label));
  }
  await overRows(scores, pause, (from, to) => {
    for (let node = from; node < to; node++) divideBy(row(scores, node), masses);
  });
  return { scores, ...(folds && { outOfSample }) };
}

/** Adds the scores of the neighbors of query i, by their similarity. */
function addNeighbors(
  sum: Float32Array,
  scores: Matrix,
  { k, indices, distances }: Neighbors,
  i: number,
): void {
  for (let at = i * k; at < (i + 1) * k && indices[at] >= 0; at++)
    addRow(sum, scores.data, indices[at] * scores.cols, similarity(distances[at]));
}

/** Divides by masses; where there is none the value is 0. */
function divideBy(values: Float32Array, masses: Float64Array): void {
  for (let c = 0; c < values.length; c++) values[c] = masses[c] > 0 ? values[c] / masses[c] : 0;
}

/** Scales to sum 1; zeros stay zeros. */
function normalizeSum(values: Float32Array): void {
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum > 0) for (let c = 0; c < values.length; c++) values[c] /= sum;
}

/**
 * Label spreading (Zhou et al. 2004): F <- alpha S F + (1 - alpha) Y, 60 times from F = Y, where S is the graph and column c
 * of Y marks the nodes of `sources[c]`. Returns F, nodes x sources. Linear in Y: the scores of all labels are the sum of the
 * scores of each.
 */
export async function spread(
  { starts, ends, weights, rows }: NeighborGraph,
  sources: readonly ArrayLike<number>[],
  pause: () => Promise<void>,
): Promise<Matrix> {
  const count = rows.length;
  const columns = sources.length;
  let scores = matrix(count, columns);
  let next = matrix(count, columns);
  const mark = (m: Matrix, value: number): void => {
    for (const [c, nodes] of sources.entries())
      for (let s = 0; s < nodes.length; s++) m.data[nodes[s] * columns + c] += value;
  };
  mark(scores, 1);
  let work = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let i = 0; i < count; i++) {
      const sum = row(next, i);
      sum.fill(0);
      for (let e = starts[i]; e < starts[i + 1]; e++)
        addRow(sum, scores.data, ends[e] * columns, alpha * weights[e]);
      work += (starts[i + 1] - starts[i] + 1) * columns;
      if (work < workPerPause) continue;
      work = 0;
      await pause();
    }
    mark(next, 1 - alpha);
    [scores, next] = [next, scores];
  }
  return scores;
}

function addRow(sum: Float32Array, data: Float32Array, from: number, factor: number): void {
  for (let c = 0; c < sum.length; c++) sum[c] += factor * data[from + c];
}
