import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import type { ReviewedPool } from '../../../src/core/review/check.ts';
import { type ReviewCheck, reviewChecks } from '../../../src/core/review/finding.ts';
import { createRng } from '../../../src/core/rng.ts';
import { foundBy, reordered, reviewedPool, reviewOf, rowsOfEach } from '../../support/reviews.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

/** 240 points in 4 classes, 160 of them labeled, `wrong` of them wrongly; one point far from all; some equal files. */
function messyPool(): ReviewedPool & { readonly wrong: readonly number[] } {
  const { points, cluster } = clusteredMatrix(240, 16, 4, 3, 0.5);
  for (let j = 0; j < 16; j++) points.data[239 * 16 + j] = j % 2 === 0 ? 3 : -3;
  const wrong = [5, 40, 77, 120];
  const labels = cluster.map((c, i) => (i >= 160 ? -1 : wrong.includes(i) ? (c + 1) % 4 : c));
  const contents = Int32Array.from(labels.keys());
  for (const [copy, of] of [
    [200, 10],
    [201, 10],
    [30, 31],
  ])
    contents[copy] = of;
  const splits = { of: Int32Array.from(labels, (_, i) => i % 3), names: ['train', 'val', 'test'] };
  return {
    ...reviewedPool(240, { classes: ['a', 'b', 'c', 'd'], labels, embeddings: points, contents, splits }),
    wrong,
  };
}

describe('a review', () => {
  it('reports each check once, in the order of the list, with its findings by falling severity', async () => {
    const { checks, findings } = await reviewOf(messyPool(), reviewChecks);
    const order = reviewChecks.filter((id) => checks.some(({ check }) => check === id));
    expect(checks.map(({ check }) => check)).toEqual(order);
    for (const { check, findings: count } of checks) {
      const own = findings.filter((finding) => finding.check === check);
      expect(own.length).toBe(count);
      for (const [i, { severity, text }] of own.entries()) {
        expect(severity).toBeGreaterThanOrEqual(0);
        expect(severity).toBeLessThanOrEqual(own[i - 1]?.severity ?? 1);
        expect(text).toMatch(/^[A-Z"\d].*\.$/);
      }
    }
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });

  it('finds the same in whatever order the images come, under the same ids', async () => {
    const pool = messyPool();
    const order = createRng('order').permutation(pool.size);
    const told = async (of: ReviewedPool) =>
      (await reviewOf(of, reviewChecks)).findings
        .map(({ id, rows, severity }) => [
          id,
          Array.from(rows, (row) => of.names[row]).join(),
          severity.toFixed(3),
        ])
        .sort();
    const shuffled = reordered(pool, order);
    // The folds of the head follow the order of its labels: what it doubts least may differ.
    // So do the starts of k-means, and with them what a hole is.
    const isExact = ([id]: readonly string[]): boolean => !/^(label-errors|coverage-holes)/.test(id);
    expect((await told(shuffled)).filter(isExact)).toEqual((await told(pool)).filter(isExact));
  });

  it('knows a finding by the same id when other images come', async () => {
    const pool = messyPool();
    const rows = pool.rows.filter((row) => row < 210 || row === 239);
    const checked: readonly ReviewCheck[] = ['conflicts', 'exact-duplicates', 'leakage', 'outliers'];
    const idsOf = async (of: ReviewedPool) =>
      (await reviewOf(of, checked)).findings.map(({ id }) => id).sort();
    const before = await idsOf({ ...pool, rows });
    expect(before.length).toBeGreaterThan(3);
    expect(await idsOf(pool)).toEqual(expect.arrayContaining(before));
  });

  it('changes nothing that it is given, and gives the same twice', async () => {
    const pool = messyPool();
    const copy = structuredClone(pool);
    const { findings } = await reviewOf(pool, reviewChecks);
    expect(pool).toEqual(copy);
    expect((await reviewOf(pool, reviewChecks)).findings).toEqual(findings);
  });

  it.each([0, 1, 2, 3])('of %i images says what is missing, or finds nothing', async (size) => {
    const pool = reviewedPool(size, {
      classes: ['a', 'b'],
      labels: Int32Array.from({ length: size }, (_, i) => i % 2),
      embeddings: matrix(size, 4, new Float32Array(4 * size).fill(1)),
      contents: Int32Array.from({ length: size }, (_, i) => i),
    });
    const { checks } = await reviewOf(pool, reviewChecks);
    for (const { state, note } of checks) if (state === 'too-early') expect(note).toMatch(/^[A-Z].*\.$/);
    expect(checks.find(({ check }) => check === 'label-errors')?.state).toBe('too-early');
  });

  it('without labels and embeddings looks for what it can', async () => {
    const { checks } = await reviewOf(reviewedPool(9, { contents: new Int32Array(9) }), reviewChecks);
    const early = checks.filter(({ state }) => state === 'too-early').map(({ check }) => check);
    expect(early).toContain('label-errors');
    expect(early).toContain('outliers');
    expect(early).not.toContain('exact-duplicates');
  });

  it('all images equal: nothing is an outlier, nothing fails', async () => {
    const size = 60;
    const pool = reviewedPool(size, {
      classes: ['a', 'b'],
      labels: Int32Array.from({ length: size }, (_, i) => i % 2),
      embeddings: matrix(size, 4, new Float32Array(4 * size).fill(0.5)),
    });
    const { findings } = await reviewOf(pool, reviewChecks);
    expect(findings.filter(({ check }) => check === 'outliers')).toEqual([]);
  });

  it('of 500 classes', async () => {
    const { points, cluster } = clusteredMatrix(2600, 12, 500, 9, 0.2);
    const classes = Array.from({ length: 500 }, (_, i) => `class ${i}`);
    const pool = reviewedPool(2600, { classes, labels: cluster, embeddings: points });
    const { checks } = await reviewOf(pool, ['label-errors', 'class-imbalance']);
    expect(checks.map(({ state }) => state)).toEqual(['done', 'done']);
  });
});

describe('label errors', () => {
  it('are the labels that were given wrongly, with the class they look like and what speaks for it', async () => {
    const pool = messyPool();
    const found = await foundBy('label-errors', pool);
    const { cluster } = clusteredMatrix(240, 16, 4, 3, 0.5);
    expect(
      rowsOfEach(found)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(pool.wrong);
    for (const { rows, suggestion, evidence, text } of found) {
      expect(text).toMatch(
        /^Looks like "\w+" \(\d+ %\), not "\w+" \(\d+ %\); \d+ of the 10 nearest labels agree\.$/,
      );
      expect(suggestion).toEqual({ kind: 'label', class: cluster[rows[0]] });
      expect(evidence['probability of the suggested class']).toBeGreaterThan(
        evidence['probability of the given class'],
      );
      expect(evidence['neighbors of the suggested class']).toBeGreaterThan(0.7);
    }
  });

  it('keep their id when the suggestion is what another model would give, but not when the label is another', async () => {
    const pool = messyPool();
    const idOf = async (of: ReviewedPool) =>
      (await foundBy('label-errors', of)).find(({ rows }) => rows[0] === 40)?.id;
    const id = await idOf(pool);
    const fewer = { ...pool, labels: pool.labels.map((c, i) => (i > 155 ? -1 : c)) };
    expect(await idOf(fewer)).toBe(id);
    const other = { ...pool, labels: pool.labels.map((c, i) => (i === 40 ? (c + 1) % 4 : c)) };
    const again = await idOf(other);
    expect(again).toBeDefined();
    expect(again).not.toBe(id);
  });

  it('say so where nobody gave the label, since it follows from relations', async () => {
    const pool = messyPool();
    const [first, ...others] = pool.wrong;
    const given = pool.labels.map((c, i) => (i === first ? -1 : c));
    const found = await foundBy('label-errors', { ...pool, given });
    const byRow = new Map(found.map((finding) => [finding.rows[0], finding]));
    expect(byRow.get(first)?.text).toMatch(
      /^The label is implied by relations, one of which may be wrong: it looks like "\w+" \(/,
    );
    expect(byRow.get(first)?.evidence['implied by relations']).toBe(1);
    expect(byRow.get(others[0])?.text).toMatch(/^Looks like/);
  });

  it('need five labels per class', async () => {
    const pool = messyPool();
    const few = { ...pool, labels: pool.labels.map((c, i) => (i < 8 ? c : -1)) };
    const { checks } = await reviewOf(few, ['label-errors']);
    expect(checks[0]).toMatchObject({ state: 'too-early', findings: 0 });
    expect(checks[0].note).toContain('5 labels per class');
  });
});

describe('copies', () => {
  const labeled = (labels: readonly number[]): ReviewedPool =>
    reviewedPool(labels.length, {
      classes: ['cat', 'dog'],
      labels: Int32Array.from(labels),
      contents: Int32Array.of(0, 0, 0, 3, 4, 4).subarray(0, labels.length),
      bytes: Float64Array.of(5, 5, 5, 9, 7, 7).subarray(0, labels.length),
    });

  it('of equal bytes are one finding, a labeled one first', async () => {
    const found = await foundBy('exact-duplicates', labeled([-1, 0, -1, -1, -1, -1]));
    expect(rowsOfEach(found)).toEqual([
      [1, 0, 2],
      [4, 5],
    ]);
    expect(found[0].suggestion).toEqual({ kind: 'keep-first' });
  });

  it('that were left out are not told again', async () => {
    const pool = { ...labeled([-1, 0, -1, -1, -1, -1]), rows: Int32Array.of(1, 3, 4) };
    expect(await foundBy('exact-duplicates', pool)).toEqual([]);
  });

  it('with two labels are a conflict; the odd one goes first, with the class of the others', async () => {
    const [finding, ...others] = await foundBy('conflicts', labeled([0, 1, 0, 1, 1, 1]));
    expect(others).toEqual([]);
    expect([...finding.rows]).toEqual([1, 0, 2]);
    expect(finding.suggestion).toEqual({ kind: 'label', class: 0 });
    expect(finding.text).toBe('3 copies of one picture are labeled "cat" (2) and "dog" (1).');
  });

  it('with two labels say which of these nobody gave', async () => {
    const pool = labeled([0, 1, 0, 1, 1, 1]);
    const given = pool.labels.map((c, row) => (row === 1 ? -1 : c));
    const [finding] = await foundBy('conflicts', { ...pool, given });
    expect(finding.text).toBe(
      '3 copies of one picture are labeled "cat" (2) and "dog" (1); 1 of the labels is implied by relations.',
    );
  });

  it('with as many labels of either class suggest nothing', async () => {
    const [finding] = await foundBy('conflicts', labeled([0, 1, -1, 1, 0, -1]));
    expect(finding).not.toHaveProperty('suggestion');
  });

  it('in two splits are a leak, by the folders where no splits are given', async () => {
    const pool = labeled([-1, -1, -1, -1, -1, -1]);
    expect((await reviewOf(pool, ['leakage'])).checks[0].state).toBe('too-early');
    const splits = { of: Int32Array.of(1, 0, 1, 0, 1, -1), names: ['train', 'test'] };
    const [finding, ...others] = await foundBy('leakage', { ...pool, splits });
    expect(others).toEqual([]);
    expect([...finding.rows]).toEqual([1, 0, 2]);
    expect(finding.text).toBe('Copies of one picture lie in train (1) and test (2).');
  });
});

describe('near duplicates without pictures', () => {
  it('are rows much closer than is usual, also among those that are left of a pool', async () => {
    const { points } = clusteredMatrix(300, 32, 6, 4, 0.8);
    for (const [copy, of] of [
      [10, 250],
      [20, 260],
    ])
      for (let j = 0; j < 32; j++)
        points.data[copy * 32 + j] = points.data[of * 32 + j] + 0.0005 * ((j % 3) - 1);
    const pool = reviewedPool(300, { embeddings: points });
    expect(rowsOfEach(await foundBy('near-duplicates', pool)).toSorted()).toEqual([
      [10, 250],
      [20, 260],
    ]);
    const rows = Int32Array.from({ length: 90 }, (_, i) => (i < 45 ? i : i + 205));
    expect(rowsOfEach(await foundBy('near-duplicates', { ...pool, rows })).toSorted()).toEqual([
      [10, 250],
      [20, 260],
    ]);
    const without = rows.filter((row) => row !== 260);
    expect(rowsOfEach(await foundBy('near-duplicates', { ...pool, rows: without }))).toEqual([[10, 250]]);
  });

  it('of too many images are not looked for, and that is said', async () => {
    const size = 200_000;
    const embeddings = { data: new Float32Array(0), rows: size, cols: 1280 };
    const pool = { ...reviewedPool(3, { embeddings }), rows: Int32Array.from({ length: size }, (_, i) => i) };
    const { checks } = await reviewOf(pool, ['near-duplicates']);
    expect(checks[0]).toMatchObject({ state: 'too-early' });
    expect(checks[0].note).toMatch(/^There are too many images/);
  });
});

describe('outliers', () => {
  it('are far from all others', async () => {
    expect(rowsOfEach(await foundBy('outliers', messyPool()))[0]).toEqual([239]);
  });

  it('are not the images of a small cluster of their own, nor rows without an embedding', async () => {
    const { points } = clusteredMatrix(400, 16, 8, 5, 0.4);
    points.data.fill(0, 399 * 16);
    expect(await foundBy('outliers', reviewedPool(400, { embeddings: points }))).toEqual([]);
  });
});

describe('coverage holes', () => {
  it('are the groups without a label, the image nearest to all others first', async () => {
    const { points, cluster } = clusteredMatrix(300, 24, 3, 7, 0.3);
    const labels = cluster.map((c, i) => (c < 2 && i < 290 ? c : -1));
    const pool = reviewedPool(300, { classes: ['a', 'b'], labels, embeddings: points });
    const found = await foundBy('coverage-holes', pool);
    expect(found.length).toBeGreaterThan(0);
    for (const { rows } of found) for (const row of rows) expect(cluster[row]).toBe(2);
    const told = found.reduce((sum, { evidence }) => sum + evidence.images, 0);
    expect(told).toBeGreaterThan(0.9 * cluster.filter((c) => c === 2).length);
    const [{ id, rows }] = found;
    // Labeled, the group is no hole any more.
    const after = { ...pool, labels: labels.map((c, i) => (i === rows[0] ? 0 : c)) };
    expect((await foundBy('coverage-holes', after)).map((finding) => finding.id)).not.toContain(id);
  });

  it('are looked for from five labels on', async () => {
    const { points } = clusteredMatrix(100, 8, 3, 1);
    const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 4 ? 0 : -1));
    const pool = reviewedPool(100, { classes: ['a'], labels, embeddings: points });
    expect((await reviewOf(pool, ['coverage-holes'])).checks[0].state).toBe('too-early');
  });
});

describe('class imbalance', () => {
  it('tells the rare classes, those without a label too, and how even the labels are', async () => {
    const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 97 ? 1 : 2));
    const pool = reviewedPool(100, { classes: ['a', 'b', 'c', 'd'], labels });
    const { findings, checks } = await reviewOf(pool, ['class-imbalance']);
    expect(findings.map(({ evidence }) => evidence.labels)).toEqual([0, 3]);
    expect(rowsOfEach(findings)).toEqual([[], [97]]);
    // -(0.6 ln 0.6 + 0.37 ln 0.37 + 0.03 ln 0.03) / ln 4 = 0.562
    expect(checks[0].note).toBe('The labels are 56 % as even as they can be (entropy), over 4 classes.');
  });
});
