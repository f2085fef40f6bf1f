import { describe, expect, it } from 'vitest';
import { matrix, squaredDistance } from '../../../src/core/math/matrix.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/** The published selection, written down again for rows that are normalised already and given clusters. */
function published(pool: Pool, clusters: Int32Array, budget: number): readonly number[] {
  const X = pool.embeddings ?? matrix(0, 0);
  const rel = [...pool.labeled, ...pool.candidates];
  const sizes = new Map<number, { size: number; existing: number }>();
  for (const row of rel) {
    const entry = sizes.get(clusters[row]) ?? { size: 0, existing: 0 };
    entry.size++;
    if (pool.labels[row] >= 0) entry.existing++;
    sizes.set(clusters[row], entry);
  }
  const order = [...sizes]
    .filter(([, { size }]) => size > 5)
    .sort(([a, x], [b, y]) => x.existing - y.existing || y.size - x.size || a - b)
    .map(([id]) => id);
  const used = new Set<number>(pool.labeled);
  return Array.from({ length: budget }, (_, i) => {
    const members = rel.filter((row) => clusters[row] === order[i % order.length] && !used.has(row));
    const k = Math.min(20, Math.floor(members.length / 2));
    const scores = members.map((row) => {
      const others = members
        .filter((other) => other !== row)
        .map((other) => squaredDistance(X, row, X, other));
      const nearest = others.sort((a, b) => a - b).slice(0, k);
      return 1 / (nearest.reduce((a, b) => a + b, 0) / k + 1e-5);
    });
    const pick = members[scores.indexOf(Math.max(...scores))];
    used.add(pick);
    return pick;
  });
}

describe('typiclust', () => {
  it('picks what the published code picks, with labels, excluded rows and more picks than clusters', async () => {
    const { points, cluster } = clusteredMatrix(700, 10, 8, 2, 0.4);
    for (const labeled of [[], [3, 8, 90, 91, 92, 400]]) {
      const pool = { ...poolOf(points, labeled), clusters: cluster };
      const result = await round(pool, 'typiclust', 20);
      expect(indicesOf(result)).toEqual(published(pool, cluster, 20));
    }
  });

  it('tells the cluster, its size and labels, and the rank', async () => {
    const { points, cluster } = clusteredMatrix(300, 6, 3, 4, 0.3);
    const result = await round({ ...poolOf(points, [0]), clusters: cluster }, 'typiclust', 4);
    const sizeOf = (id: number): number => cluster.filter((c) => c === id).length;
    for (const { index, reason } of result.picks) {
      const id = cluster[index];
      const labeled = id === cluster[0] ? 1 : 0;
      expect(reason.cluster).toEqual({ id, size: sizeOf(id), labeled });
    }
    expect(result.picks.map(({ reason }) => reason.typicalityRank)).toEqual([1, 1, 1, 2]);
    expect(result.picks[0].reason.text).toBe(
      `The most typical of a group of ${sizeOf(cluster[result.picks[0].index])} images, none of them labeled.`,
    );
    expect(result.picks[0].reason.nearestLabeled?.index).toBe(0);
  });

  it('makes its own clusters: one pick in each of well separated groups', async () => {
    const { points, cluster } = clusteredMatrix(600, 20, 12, 5, 0.15);
    const picks = indicesOf(await round(poolOf(points), 'typiclust', 12));
    expect(new Set(picks.map((index) => cluster[index])).size).toBe(12);
  });

  it('keeps a cluster of 6 images and leaves one of 5 for last', async () => {
    const sizes = [8, 5, 6];
    const clusters = Int32Array.from(sizes.flatMap((size, id) => Array<number>(size).fill(id)));
    const pool = { ...poolOf(normalMatrix(19, 4, 7)), clusters };
    const picks = indicesOf(await round(pool, 'typiclust', 14));
    expect(picks.map((index) => clusters[index])).toEqual([0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 0]);
  });

  it('lowers the least cluster size until one cluster passes, and says so', async () => {
    const X = normalMatrix(12, 3, 1);
    const pairs = { ...poolOf(X), clusters: Int32Array.from({ length: 12 }, (_, i) => i >> 1) };
    const result = await round(pairs, 'typiclust', 8);
    expect(result.notes).toEqual([
      'No cluster has more than 5 images, so clusters with more than 1 were used.',
    ]);
    expect(new Set(indicesOf(result).map((index) => index >> 1)).size).toBe(6);
  });

  it('passes over exhausted clusters, then uses the small ones', async () => {
    const clusters = Int32Array.of(7, 7, 7, 7, 7, 7, 7, 3, 3, 3, 3, 3, 3, 9, 9);
    const pool = { ...poolOf(normalMatrix(15, 4, 6), [0, 1, 2, 3, 4]), clusters };
    const picks = indicesOf(await round(pool, 'typiclust', 10));
    expect(
      picks
        .slice(0, 8)
        .map((index) => clusters[index])
        .sort(),
    ).toEqual([3, 3, 3, 3, 3, 3, 7, 7]);
    expect(picks.slice(8).map((index) => clusters[index])).toEqual([9, 9]);
  });

  it('counts labels by cluster id however the ids are spread', async () => {
    const { points, cluster } = clusteredMatrix(200, 6, 4, 7, 0.3);
    const ids = cluster.map((c) => [1_000_000, -5, 0, 77][c]);
    const labeled = [...cluster.keys()].filter((i) => cluster[i] !== 2).slice(0, 30);
    const { picks } = await round({ ...poolOf(points, labeled), clusters: ids }, 'typiclust', 1);
    expect(ids[picks[0].index]).toBe(0);
  });

  it('averages distances instead of their squares when asked to', async () => {
    const { points, cluster } = clusteredMatrix(500, 10, 5, 3, 0.5);
    const pool = { ...poolOf(points), clusters: cluster };
    const squared = await round(pool, 'typiclust', 1);
    const plain = await round(pool, 'typiclust', 1, { parameters: { distance: 'euclidean' } });
    expect(plain.picks[0].score).toBeLessThan(squared.picks[0].score);
  });

  it('measures a group of more than 10,000 on a sample, and says so', async () => {
    const { points } = clusteredMatrix(10_400, 4, 1, 9, 0.5);
    const pool = { ...poolOf(points), clusters: new Int32Array(10_400) };
    const result = await round(pool, 'typiclust', 1);
    expect(result.notes).toEqual([
      'In clusters of more than 10000 images, typicality is measured on a random sample.',
    ]);
  });
});
