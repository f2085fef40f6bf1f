import { describe, expect, it } from 'vitest';
import type { Constraints, ImageFacts } from '../../../src/core/constraints/constraints.ts';
import { noConstraints } from '../../../src/core/constraints/constraints.ts';
import { gather, matrix, row } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { type RoundResult, selectBatch } from '../../../src/core/round.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import type { Matrix } from '../../../src/core/types.ts';
import { indicesOf, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix, normalMatrix } from '../../support/syntheticData.ts';

/** Strategies of every kind of need. */
const some = ['random', 'k-center', 'typiclust', 'max-herding', 'margin'];

interface Wish extends Partial<Constraints> {
  readonly budget?: number;
  readonly seed?: number;
  readonly facts?: ImageFacts;
}

function choose(
  pool: Pool,
  selector: string,
  { budget = 12, seed = 0, facts = {}, ...wish }: Wish,
): Promise<RoundResult> {
  const constraints = { ...noConstraints, ...wish };
  const request = { selector, parameters: {}, budget, seed, constraints };
  return selectBatch(pool, request, { ...roundContext(), facts });
}

/** 40 points in 6 clusters, each there four times: rows i, i + 40, i + 80 and i + 120 are equal. Six labels in two classes. */
function poolOfCopies(): { readonly pool: Pool; readonly original: (row: number) => number } {
  const { points } = clusteredMatrix(40, 10, 6, 3, 0.5);
  const original = (row: number): number => row % 40;
  const embeddings = gather(
    points,
    Array.from({ length: 160 }, (_, row) => original(row)),
  );
  const labels = new Int32Array(160).fill(-1);
  for (const [i, labeled] of [0, 1, 2, 3, 44, 45].entries()) labels[labeled] = i % 2;
  return { pool: createPool({ labels, classCount: 2, embeddings }), original };
}

const labeledOriginals = [0, 1, 2, 3, 4, 5];

describe('copies are left out', () => {
  it.each(some)(
    '%s chooses neither copies of labeled images nor two copies, and the note counts them',
    async (selector) => {
      const { pool, original } = poolOfCopies();
      const result = await choose(pool, selector, { excludeDuplicates: 'exact', budget: 12 });
      const originals = indicesOf(result).map(original);
      expect(new Set(originals).size).toBe(12);
      for (const labeled of labeledOriginals) expect(originals).not.toContain(labeled);
      expect(result.notes).toContain('18 copies of labeled images were left out.');
      expect(result.constraints).toMatchObject({
        excludeDuplicates: 'exact',
        leftOut: { copiesOfLabeled: 18 },
      });
      expect(await choose(pool, selector, { excludeDuplicates: 'exact', budget: 12 })).toEqual(result);
    },
  );

  it('copies are what the encoder takes for the same, not what relations put in one place', async () => {
    const unprojected = normalMatrix(20, 8, 1);
    const embeddings = matrix(
      20,
      2,
      Float32Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1 : 0)),
    );
    const labels = new Int32Array(20).fill(-1);
    labels[0] = 0;
    const pool = createPool({ labels, classCount: 1, embeddings, unprojected });
    const result = await choose(pool, 'k-center', { excludeDuplicates: 'near', budget: 5 });
    expect(result.picks).toHaveLength(5);
    expect(result.constraints.leftOut).toEqual({ copiesOfLabeled: 0, copiesOfPicked: 0 });
    const plain = await choose({ ...pool, unprojected: embeddings }, 'k-center', {
      excludeDuplicates: 'near',
    });
    expect(plain.constraints.leftOut.copiesOfLabeled).toBe(19);
  });

  it.each(some)('%s hands out one of each when there is nothing else, and says so', async (selector) => {
    const { pool, original } = poolOfCopies();
    const result = await choose(pool, selector, { excludeDuplicates: 'exact', budget: 50 });
    expect(new Set(indicesOf(result).map(original)).size).toBe(34);
    expect(result.picks).toHaveLength(34);
    expect(result.shortfall).toBe(16);
    expect(result.notes).toContain('Only 34 images keep to the constraints, fewer than the 50 asked for.');
  });

  it.each(some)('%s gives one image of a pool that shows one thing only', async (selector) => {
    const embeddings = matrix(40, 6, new Float32Array(240).fill(0.5));
    const labels = new Int32Array(40).fill(-1);
    const unlabeled = createPool({ labels, classCount: 0, embeddings });
    if (selector !== 'margin')
      expect((await choose(unlabeled, selector, { excludeDuplicates: 'exact' })).picks).toHaveLength(1);
    labels[3] = 0;
    labels[4] = 1;
    const labeled = await choose(createPool({ labels, classCount: 2, embeddings }), selector, {
      excludeDuplicates: 'exact',
    });
    expect(labeled.picks).toEqual([]);
    expect(labeled.notes).toEqual([
      '38 copies of labeled images were left out.',
      'Every image that is left is a copy of a labeled one.',
    ]);
  });

  it.each(some)('%s is not disturbed where there are none', async (selector) => {
    const embeddings = normalMatrix(200, 12, 4);
    const labels = new Int32Array(200).fill(-1);
    for (const [i, labeled] of [5, 50, 150].entries()) labels[labeled] = i % 2;
    const pool = createPool({ labels, classCount: 2, embeddings });
    const free = await choose(pool, selector, {});
    const kept = await choose(pool, selector, { excludeDuplicates: 'near' });
    expect(kept.picks).toEqual(free.picks);
    expect(kept.notes).toEqual(free.notes);
  });

  it('equal files count, whatever their embeddings are; a strategy without embeddings knows them too', async () => {
    const pool = createPool({ labels: new Int32Array(50).fill(-1), classCount: 0 });
    const facts = { contents: Int32Array.from({ length: 50 }, (_, i) => i % 10) };
    const result = await choose(pool, 'random', { excludeDuplicates: 'near', facts, budget: 20 });
    expect(new Set(indicesOf(result).map((i) => i % 10)).size).toBe(10);
    expect(result.picks).toHaveLength(10);
  });

  it.each(['k-center', 'max-herding'])('%s: a smaller budget gives a prefix', async (selector) => {
    const { pool } = poolOfCopies();
    const long = indicesOf(await choose(pool, selector, { excludeDuplicates: 'exact', budget: 25 }));
    for (const budget of [1, 7, 20])
      expect(indicesOf(await choose(pool, selector, { excludeDuplicates: 'exact', budget }))).toEqual(
        long.slice(0, budget),
      );
  });
});

describe('almost equal pictures', () => {
  /** Unit vectors in a plane, `degrees` from the first axis. */
  function directions(...degrees: number[]): Matrix {
    const result = matrix(degrees.length, 2);
    for (const [i, degree] of degrees.entries())
      row(result, i).set([Math.cos((degree * Math.PI) / 180), Math.sin((degree * Math.PI) / 180)]);
    return result;
  }
  const contents = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

  it('need both a cosine of 0.97 and perceptual hashes four bits apart at most', async () => {
    const embeddings = directions(0, 13, 15, 13, 90);
    const hashes = [0n, 0b1111n, 0n, 0b11111n, 0n];
    const labels = Int32Array.from([0, -1, -1, -1, -1]);
    const asked: number[] = [];
    const facts: ImageFacts = {
      contents: contents(5),
      perceptualHashes: async (rows) => {
        asked.push(...rows);
        return new Map(Array.from(rows, (i) => [i, hashes[i]]));
      },
    };
    const pool = createPool({ labels, classCount: 1, embeddings });
    const result = await choose(pool, 'k-center', { excludeDuplicates: 'near', budget: 1, facts });
    expect(result.constraints.leftOut.copiesOfLabeled).toBe(1);
    const all = await choose(pool, 'k-center', { excludeDuplicates: 'near', budget: 4, facts });
    expect([...indicesOf(all)].sort()).toEqual([2, 3, 4]);
    expect(asked).not.toContain(4);
  });

  it('a picture that cannot be read is no copy', async () => {
    const facts: ImageFacts = { contents: contents(3), perceptualHashes: async () => new Map() };
    const pool = createPool({
      labels: new Int32Array(3).fill(-1),
      classCount: 0,
      embeddings: directions(0, 1, 2),
    });
    expect((await choose(pool, 'k-center', { excludeDuplicates: 'near', facts })).picks).toHaveLength(3);
  });

  it('do not drift: a copy of a copy stays if it is no copy itself', async () => {
    const embeddings = directions(0, 10, 20, 30);
    const pool = createPool({ labels: Int32Array.from([0, -1, -1, -1]), classCount: 1, embeddings });
    const result = await choose(pool, 'random', { excludeDuplicates: 'near', budget: 3 });
    expect(result.constraints.leftOut.copiesOfLabeled).toBe(1);
    expect(result.picks).toHaveLength(1);
    expect(result.notes).toContain('1 almost equal copy of a chosen image was left out.');
  });
});

describe('groups', () => {
  /** 300 points; folders of very different sizes. */
  const embeddings = clusteredMatrix(300, 12, 8, 2, 0.6).points;
  const folders = Int32Array.from({ length: 300 }, (_, i) => (i < 240 ? 0 : i < 296 ? 1 : 2));
  const labels = new Int32Array(300).fill(-1);
  labels[10] = 0;
  labels[250] = 1;
  const pool = createPool({ labels, classCount: 2, embeddings });
  const counts = (result: RoundResult, of: Int32Array): number[] => {
    const found = [0, 0, 0];
    for (const index of indicesOf(result)) found[of[index]]++;
    return found;
  };

  it.each(some)(
    '%s keeps to at most m per folder, and is short where that leaves too few',
    async (selector) => {
      const result = await choose(pool, selector, { maxPerGroup: 5, facts: { folders }, budget: 11 });
      expect(Math.max(...counts(result, folders))).toBeLessThanOrEqual(5);
      expect(result.picks).toHaveLength(11);
      const short = await choose(pool, selector, { maxPerGroup: 5, facts: { folders }, budget: 20 });
      expect(counts(short, folders)).toEqual([5, 5, 4]);
      expect(short.notes).toContain('Only 14 images keep to the constraints, fewer than the 20 asked for.');
    },
  );

  it('clusters are the groups where they are given', async () => {
    const clusters = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    const given = createPool({ labels, classCount: 2, embeddings, clusters });
    const result = await choose(given, 'k-center', { maxPerGroup: 2, facts: { folders }, budget: 6 });
    expect(counts(result, clusters)).toEqual([2, 2, 2]);
  });

  it.each(some)(
    '%s is even over folders, and a small folder is filled up by the others',
    async (selector) => {
      const even = await choose(pool, selector, {
        balance: 'folder',
        facts: { topFolders: folders },
        budget: 10,
      });
      expect([...counts(even, folders)].sort()).toEqual([3, 3, 4]);
      const result = await choose(pool, selector, {
        balance: 'folder',
        facts: { topFolders: folders },
        budget: 21,
      });
      expect(result.picks).toHaveLength(21);
      const [first, second, third] = counts(result, folders);
      expect(third).toBe(4);
      expect(Math.abs(first - second)).toBe(1);
      expect(result.notes).toContain(
        'The batch is not even: 1 folder gives fewer images than an equal share, so others fill it.',
      );
    },
  );

  it.each(some)(
    '%s is even over the classes that are predicted, and knows nothing of the others',
    async (selector) => {
      const classes = Int32Array.from({ length: 300 }, (_, i) => (i < 6 ? -1 : i % 10 === 0 ? 1 : 0));
      const probabilities = matrix(300, 2);
      for (const [i, number] of classes.entries()) if (number >= 0) row(probabilities, i)[number] = 1;
      const predictions = { probabilities, source: 'own.csv', isCalibrated: false };
      const own = createPool({ labels, classCount: 2, embeddings, predictions });
      const result = await choose(own, selector, { balance: 'class', budget: 12 });
      const picked = indicesOf(result).map((index) => classes[index]);
      expect([0, 1, -1].map((number) => picked.filter((found) => found === number).length)).toEqual([
        6, 6, 0,
      ]);
    },
  );

  it('without a model there are no classes to be even over, which is said', async () => {
    const bare = createPool({ labels: new Int32Array(300).fill(-1), classCount: 0, embeddings });
    const result = await choose(bare, 'typiclust', { balance: 'class' });
    expect(result.picks).toHaveLength(12);
    expect(result.notes).toContain('No model predicts classes yet, so the batch is not balanced over them.');
  });

  it('copies and m per folder hold even where the batch cannot be even beside them', async () => {
    const { pool: copies, original } = poolOfCopies();
    const halves = Int32Array.from({ length: 160 }, (_, i) => i % 2);
    const thirds = Int32Array.from({ length: 160 }, (_, i) => i % 3);
    const result = await choose(copies, 'typiclust', {
      excludeDuplicates: 'exact',
      balance: 'folder',
      maxPerGroup: 4,
      facts: { topFolders: halves, folders: thirds },
      budget: 12,
    });
    const picks = indicesOf(result);
    expect(new Set(picks.map(original)).size).toBe(12);
    for (const third of [0, 1, 2]) expect(picks.filter((index) => thirds[index] === third)).toHaveLength(4);
  });
});
