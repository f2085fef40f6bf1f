import { describe, expect, it } from 'vitest';
import { matrix, row, slice } from '../../../src/core/math/matrix.ts';
import { stratifiedFolds } from '../../../src/core/model/crossValidation.ts';
import { neighborGraph } from '../../../src/core/model/neighborGraph.ts';
import { fitSpreading } from '../../../src/core/model/spreading.ts';
import { rowLengths, trainingSet } from '../../../src/core/model/training.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { accuracyOn, headContext, labeledPool } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const ctx = headContext();

async function spreadOver(pool: Pool) {
  return fitSpreading(await trainingSet(pool, ctx.pause), undefined, ctx);
}

/** The definition in float64 with a dense matrix: N x K probabilities, before rows without mutual neighbors are filled. */
function reference(X: Matrix, labels: Int32Array, classCount: number): number[][] {
  const n = X.rows;
  const cosine = (a: number, b: number): number => {
    const [x, y] = [row(X, a), row(X, b)];
    const dot = (u: Float32Array, v: Float32Array): number =>
      u.reduce((sum, value, j) => sum + value * v[j], 0);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  const all = [...Array(n).keys()];
  const nearest = all.map(
    (i) =>
      new Set(
        all
          .filter((j) => j !== i)
          .sort((a, b) => cosine(i, b) - cosine(i, a))
          .slice(0, 10),
      ),
  );
  const W = all.map((i) =>
    all.map((j) => (nearest[i].has(j) && nearest[j].has(i) ? Math.max(0, cosine(i, j)) ** 3 : 0)),
  );
  const degree = W.map((weights) => weights.reduce((sum, w) => sum + w, 0));
  const Y = all.map((i) => Array.from({ length: classCount }, (_, c) => (labels[i] === c ? 1 : 0)));
  let F: number[][] = Y;
  for (let iteration = 0; iteration < 60; iteration++)
    F = all.map((i) =>
      Y[i].map((y, c) => {
        const passed = all.reduce(
          (sum, j) => sum + (W[i][j] > 0 ? (W[i][j] / Math.sqrt(degree[i] * degree[j])) * F[j][c] : 0),
          0,
        );
        return 0.97 * passed + 0.03 * y;
      }),
    );
  const mass = Y[0].map((_, c) => F.reduce((sum, scores) => sum + scores[c], 0));
  return F.map((scores) => {
    const shares = scores.map((score, c) => score / mass[c]);
    const sum = shares.reduce((total, share) => total + share, 0);
    return shares.map((share) => (sum > 0 ? share / sum : 0));
  });
}

describe('label spreading', () => {
  it('is the recursion of its definition', async () => {
    const { points, cluster } = clusteredMatrix(90, 6, 3, 4, 0.8);
    const pool = labeledPool(points, cluster, 3, 2);
    const { probabilities } = await spreadOver(pool);
    for (const [i, expected] of reference(points, pool.labels, 3).entries())
      if (expected.some((p) => p > 0))
        for (const [c, p] of expected.entries()) expect(row(probabilities, i)[c]).toBeCloseTo(p, 4);
  });

  it('follows clusters that one label each would not describe', async () => {
    const { points, cluster } = clusteredMatrix(600, 16, 6, 7, 0.9);
    const pool = labeledPool(points, cluster, 6, 1);
    expect(accuracyOn(await spreadOver(pool), pool, cluster)).toBeGreaterThan(0.85);
  });

  it('says of new rows what it says of equal rows of the pool', async () => {
    const { points, cluster } = clusteredMatrix(300, 8, 3, 2, 0.6);
    const pool = labeledPool(points, cluster, 3, 3);
    const model = await spreadOver(pool);
    const twice = matrix(
      40,
      8,
      slice(points, 100, 140).data.map((value) => 2 * value),
    );
    const found = await model.predict(twice, await rowLengths(twice, ctx.pause));
    for (let i = 0; i < 40; i++) {
      const c = cluster[100 + i];
      expect(Math.abs(row(found, i)[c] - row(model.probabilities, 100 + i)[c])).toBeLessThan(0.2);
    }
  });

  it('says of a held-out label what it would say had it never been given', async () => {
    const { points, cluster } = clusteredMatrix(200, 8, 4, 9, 1);
    const pool = labeledPool(points, cluster, 4, 5);
    const training = await trainingSet(pool, ctx.pause);
    const folds = stratifiedFolds(training.targets, 4, createRng(0));
    const { outOfSample } = await fitSpreading(training, folds, ctx);
    if (folds === undefined || outOfSample === undefined) throw new Error('There are no folds.');
    for (let fold = 0; fold < folds.count; fold++) {
      const labels = pool.labels.slice();
      for (const [l, i] of pool.labeled.entries()) if (folds.of[l] === fold) labels[i] = -1;
      const { probabilities } = await spreadOver(createPool({ labels, classCount: 4, embeddings: points }));
      for (const [l, i] of pool.labeled.entries())
        if (folds.of[l] === fold)
          for (let c = 0; c < 4; c++) expect(row(outOfSample, l)[c]).toBeCloseTo(row(probabilities, i)[c], 4);
    }
  });

  it('knows nothing of an island without a label', async () => {
    const { points, cluster } = clusteredMatrix(100, 4, 2, 1, 0.01);
    const labels = cluster.map((c, i) => (c === 0 && i < 20 ? i % 2 : -1));
    const { probabilities } = await spreadOver(createPool({ labels, classCount: 2, embeddings: points }));
    for (const [i, c] of cluster.entries()) {
      const sum = row(probabilities, i).reduce((total, p) => total + p, 0);
      expect(sum).toBeCloseTo(c === 0 ? 1 : 0, 5);
    }
  });
});

describe('the neighbor graph', () => {
  it('has each edge twice, with one weight, and no edge to itself', async () => {
    const { points } = clusteredMatrix(150, 5, 3, 3, 1);
    const { starts, ends, weights } = await neighborGraph(points, await rowLengths(points, ctx.pause), ctx);
    const weightOf = new Map<string, number>();
    for (let i = 0; i < 150; i++)
      for (let e = starts[i]; e < starts[i + 1]; e++) weightOf.set(`${i} ${ends[e]}`, weights[e]);
    expect(weightOf.size).toBeGreaterThan(300);
    for (const [edge, weight] of weightOf) {
      const [i, j] = edge.split(' ');
      expect(i).not.toBe(j);
      expect(weightOf.get(`${j} ${i}`)).toBeCloseTo(weight, 5);
    }
  });

  it('is made once for the same embeddings, and leaves out rows that say nothing', async () => {
    const { points } = clusteredMatrix(60, 5, 3, 3, 1);
    const X = matrix(60, 5, points.data.slice());
    row(X, 7).fill(0);
    row(X, 8)[2] = Number.NaN;
    const lengths = await rowLengths(X, ctx.pause);
    const graph = await neighborGraph(X, lengths, ctx);
    expect(graph.rows.length).toBe(58);
    expect([graph.nodes[6], graph.nodes[7], graph.nodes[8], graph.nodes[9]]).toEqual([6, -1, -1, 7]);
    expect(await neighborGraph(X, lengths, ctx)).toBe(graph);
  });
});
