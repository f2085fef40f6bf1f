import type { Neighbors } from '../kernels.ts';
import { matrix, overRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import type { Folds } from './crossValidation.ts';
import type { Fitted } from './fitted.ts';
import type { HeadContext } from './head.ts';
import { type NeighborGraph, nearestNodes, neighborGraph, similarity } from './neighborGraph.ts';
import { addRow, spread } from './spread.ts';
import type { TrainingSet } from './training.ts';

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
  const { scores, outOfSample } = await spreadLabels(training, graph, folds, ctx);
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
  ctx: HeadContext,
): Promise<Spread> {
  const { pause } = ctx;
  const count = classes.length;
  const scores = matrix(graph.rows.length, count);
  const outOfSample = matrix(folds === undefined ? 0 : rows.length, count);
  const foldOf = (label: number): number => folds?.of[label] ?? -1;
  const massesOf = new Map<number, Float64Array>();
  for (const fold of new Set(Array.from(rows, (_, label) => foldOf(label)))) {
    const own = [...rows.keys()].filter((label) => foldOf(label) === fold);
    const present = [...new Set(own.map((label) => targets[label]))];
    const sources = present.map((c) => own.filter((label) => targets[label] === c));
    const part = await spread(
      graph,
      sources.map((labels) => labels.map((label) => graph.nodes[rows[label]])),
      ctx,
    );
    const addPart = (sum: Float32Array | Float64Array, node: number): void => {
      for (const [s, c] of present.entries()) sum[c] += part.data[node * present.length + s];
    };
    const masses = new Float64Array(count);
    massesOf.set(fold, masses);
    await overRows(part, pause, (from, to) => {
      for (let node = from; node < to; node++) {
        addPart(row(scores, node), node);
        addPart(masses, node);
      }
    });
    await overRows(outOfSample, pause, (from, to) => {
      for (let label = from; label < to; label++)
        if (foldOf(label) >= 0 && foldOf(label) !== fold)
          addPart(row(outOfSample, label), graph.nodes[rows[label]]);
    });
  }
  const total = new Float64Array(count);
  for (const masses of massesOf.values()) for (let c = 0; c < count; c++) total[c] += masses[c];
  await overRows(scores, pause, (from, to) => {
    for (let node = from; node < to; node++) divideBy(row(scores, node), total);
  });
  const others = new Map([...massesOf].map(([fold, own]) => [fold, total.map((mass, c) => mass - own[c])]));
  await overRows(outOfSample, pause, (from, to) => {
    for (let label = from; label < to; label++) {
      divideBy(row(outOfSample, label), others.get(foldOf(label)) ?? total);
      normalizeSum(row(outOfSample, label));
    }
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
