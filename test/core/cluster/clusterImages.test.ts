import { describe, expect, it } from 'vitest';
import { ladder } from '../../../src/core/cluster/chooseCount.ts';
import {
  type ClusterTask,
  clusterImages,
  describeOwnClusters,
  type ImageClusters,
} from '../../../src/core/cluster/clusterImages.ts';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

const { points, cluster } = clusteredMatrix(700, 16, 5, 2, 0.3);

function clusters(X: Matrix, task: Partial<ClusterTask> = {}): Promise<ImageClusters> {
  return clusterImages(X, { k: 'auto', seed: 1, ...task }, roundContext());
}

/** Whether two groupings are one but for the numbers of the groups. */
function isSame(a: Int32Array, b: Int32Array): boolean {
  const pairs = new Set(Array.from(a, (group, i) => `${group} ${b[i]}`));
  return pairs.size === new Set(a).size && pairs.size === new Set(b).size;
}

describe('clusters of images', () => {
  it('finds by silhouette how many groups there are, numbers them by size, and shows what it tried', async () => {
    const { assignments, clusters: found, silhouettes, notes } = await clusters(points);
    expect(found).toHaveLength(5);
    expect(isSame(assignments, cluster)).toBe(true);
    const sizes = found.map(({ size }) => size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes).toEqual(found.map((_, c) => assignments.filter((of) => of === c).length));
    const tried = silhouettes.map(({ k }) => k);
    expect(tried).toEqual(tried.toSorted((a, b) => a - b));
    expect(tried).toEqual(expect.arrayContaining([2, 3, 4, 5, 6, 8, 11, 16, 23]));
    expect(silhouettes.toSorted((a, b) => b.silhouette - a.silhouette)[0].k).toBe(5);
    expect(notes).toEqual([]);
  });

  it('names the image nearest to the mean of each, and how wide it is', async () => {
    const { assignments, clusters: found } = await clusters(points, { k: 5 });
    for (const [c, { medoid, spread }] of found.entries()) {
      const rows = [...assignments.keys()].filter((i) => assignments[i] === c);
      const unit = rows.map((i) => Array.from(row(points, i)));
      const mean = unit[0].map((_, j) => unit.reduce((sum, values) => sum + values[j], 0) / rows.length);
      const distances = unit.map((values) =>
        values.reduce((sum, value, j) => sum + (value - mean[j]) ** 2, 0),
      );
      expect(medoid).toBe(rows[distances.indexOf(Math.min(...distances))]);
      expect(spread).toBeCloseTo(Math.sqrt(distances.reduce((sum, d) => sum + d) / rows.length), 6);
    }
  });

  it('sees directions alone: longer rows are in the same clusters', async () => {
    const longer = matrix(
      points.rows,
      points.cols,
      points.data.map((value, at) => value * (1 + (Math.floor(at / 16) % 7))),
    );
    expect(isSame((await clusters(longer)).assignments, cluster)).toBe(true);
  });

  it('is the same for the same seed, and the same groups whatever the order of the images', async () => {
    const once = await clusters(points, { k: 40 });
    expect(await clusters(points, { k: 40 })).toEqual(once);
    expect(isSame((await clusters(points, { k: 40, seed: 2 })).assignments, once.assignments)).toBe(false);
    const order = createRng(9).permutation(points.rows);
    const { assignments } = await clusters(gather(points, order));
    expect(
      isSame(
        assignments,
        order.map((i) => cluster[i]),
      ),
    ).toBe(true);
  });

  it('splits one: rows elsewhere are in no cluster', async () => {
    const within = Int32Array.from(cluster.keys()).filter((i) => cluster[i] < 2);
    const { assignments, clusters: found } = await clusters(points, { k: 2, within });
    expect([...assignments].every((c, i) => c >= 0 === cluster[i] < 2)).toBe(true);
    expect(
      isSame(
        within.map((i) => assignments[i]),
        within.map((i) => cluster[i]),
      ),
    ).toBe(true);
    expect(found).toHaveLength(2);
  });

  it('says so where no groups stand out', async () => {
    const noise = await clusters(normalMatrix(400, 16, 3));
    expect(noise.silhouettes[0].silhouette).toBeLessThan(0.25);
    const isFewest = noise.clusters.length === 2;
    expect(noise.notes.some((note) => /^The images fall into no clear groups/.test(note))).toBe(isFewest);
    const two = clusteredMatrix(300, 16, 2, 5, 1.2);
    const { clusters: found, notes } = await clusters(two.points);
    expect(found).toHaveLength(2);
    expect(notes.length).toBe(1);
  });

  it('leaves out what has no embedding, and says so', async () => {
    const holed = matrix(points.rows, 16, points.data.slice());
    row(holed, 3).fill(0);
    row(holed, 8).fill(Number.NaN);
    const { assignments, notes } = await clusters(holed);
    expect([assignments[3], assignments[8]]).toEqual([-1, -1]);
    expect(assignments.filter((c) => c < 0)).toHaveLength(2);
    expect(notes).toEqual(['2 images have no embedding, so no cluster.']);
    await expect(clusters(matrix(4, 16))).rejects.toMatchObject({ code: 'needs-input' });
  });

  it('copes with one to three images and with images that are all the same', async () => {
    for (const [rows, k] of [
      [1, 1],
      [2, 1],
      [3, 2],
    ]) {
      const { clusters: found, assignments } = await clusters(gather(points, [...Array(rows).keys()]));
      expect([found.length, Math.min(...assignments)]).toEqual([k, 0]);
    }
    const same = await clusters(gather(points, new Int32Array(50)));
    expect(same.clusters).toEqual([{ size: 50, medoid: 0, spread: expect.closeTo(0, 6) }]);
    expect(same.notes[0]).toMatch(/^There is one cluster/);
    const fewer = await clusters(gather(points, [0, 1, 0, 1]), { k: 3 });
    expect(fewer.clusters.map(({ size }) => size)).toEqual([2, 2]);
    expect(fewer.notes).toEqual(['There are 2 clusters, not 3: no more images differ from each other.']);
  });

  it('refuses numbers of clusters that are none', async () => {
    for (const k of [0, -1, 2.5, Number.NaN, 1001])
      await expect(clusters(points, { k })).rejects.toMatchObject({ code: 'usage' });
  });

  it('ends soon after it is cancelled', async () => {
    const abort = new AbortController();
    const running = clusterImages(points, { k: 'auto', seed: 1 }, roundContext(abort.signal));
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('clusters of the person’s own', () => {
  it('stay as they are, numbered by size, with medoids where there are embeddings', async () => {
    const ids = cluster.map((c, i) => (i === 0 ? -1 : 100 - c));
    const { assignments, clusters: found } = await describeOwnClusters(ids, points, roundContext());
    expect(assignments[0]).toBe(-1);
    expect(isSame(assignments.subarray(1), ids.subarray(1))).toBe(true);
    expect(found.every(({ medoid }, c) => assignments[medoid] === c)).toBe(true);
    const blind = await describeOwnClusters(ids, undefined, roundContext());
    expect(blind.clusters.map(({ size }) => size)).toEqual(found.map(({ size }) => size));
    expect(blind.clusters.every(({ medoid }, c) => medoid === blind.assignments.indexOf(c))).toBe(true);
  });
});

describe('the numbers that are tried', () => {
  it('grow by about 1.4, to twenty images in each or the square root, and a hundred at most', () => {
    expect(ladder(2)).toEqual([]);
    expect(ladder(3)).toEqual([2]);
    expect(ladder(100)).toEqual([2, 3, 4, 6, 8]);
    expect(ladder(1000).at(-1)).toBe(45);
    expect(ladder(1_000_000)).toEqual([2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91]);
  });
});
