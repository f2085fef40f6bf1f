import { describe, expect, it } from 'vitest';
import { basisOf } from '../../../src/core/relations/basis.ts';
import type { Components } from '../../../src/core/relations/components.ts';
import { batchSize, relationBatches } from '../../../src/core/relations/relationBatches.ts';
import { createRng } from '../../../src/core/rng.ts';
import { headContext } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const known = 8 * 16;

async function batch(components: Components) {
  const { points } = clusteredMatrix(300, 6, 4, 1);
  const basis = await basisOf(points, headContext());
  const scale = { mean: basis.whitening.mean, factor: 1 };
  const { x, same, different } = relationBatches(basis, components, scale, createRng('batches'))();
  return { x, same: at(same), different: at(different) };
}

function at(m: Float32Array): (i: number, j: number) => number {
  return (i, j) => m[i * batchSize + j];
}

const twoClasses: Components = {
  classes: Int32Array.of(0, 1),
  members: [Int32Array.of(0, 1, 2), Int32Array.of(10, 11)],
  different: [],
  outsiders: [Int32Array.of(), Int32Array.of(20)],
  isAnythingKnown: true,
};

describe('a batch of relations', () => {
  it('holds the similarity graph of its images: symmetric, and nothing both the same and different', async () => {
    const { x, same, different } = await batch(twoClasses);
    expect(x).toHaveLength(batchSize * 6);
    const off: string[] = [];
    for (let i = 0; i < batchSize; i++) {
      if (same(i, i) < 0.5 || different(i, i) !== 0) off.push(`${i}`);
      for (let j = 0; j < i; j++) {
        const isSymmetric = same(i, j) === same(j, i) && different(i, j) === different(j, i);
        if (!isSymmetric || same(i, j) * different(i, j) !== 0) off.push(`${i} ${j}`);
      }
    }
    expect(off).toEqual([]);
  });

  it('tells images of a class the same, and those of two classes different', async () => {
    const { same, different } = await batch(twoClasses);
    // Slots of one component follow one another, and with two components every second slot is of the same.
    for (let i = 0; i < 16; i++) {
      expect(same(i, (i + 5) % 16)).toBeGreaterThanOrEqual(0.5);
      expect(same(i, 32 + i)).toBeGreaterThanOrEqual(0.5);
      expect(different(i, 16 + i)).toBe(0.5);
    }
  });

  it('shows every other image twice, and each view with other numbers left out', async () => {
    const { x, same } = await batch(twoClasses);
    for (let i = known; i < known + 64; i++) expect(same(i, i + 64)).toBeGreaterThanOrEqual(0.5);
    const zeros = x.filter((value) => value === 0).length / x.length;
    expect(zeros).toBeGreaterThan(0.2);
    expect(zeros).toBeLessThan(0.3);
  });

  it('tells an image that is known to differ from a class different from it', async () => {
    const { different } = await batch(twoClasses);
    const counts = Array.from({ length: 32 }, (_, i) =>
      Array.from({ length: 64 }, (_, k) => different(i, known + k)).filter((value) => value > 0),
    );
    expect(counts.some((found) => found.length >= 16)).toBe(true);
  });

  it('is of views and neighbors alone where nothing is the same', async () => {
    const nothing = { ...twoClasses, classes: Int32Array.of(), members: [], outsiders: [] };
    const { same, different } = await batch(nothing);
    let weights = 0;
    let apart = 0;
    for (let i = 0; i < batchSize; i++)
      for (let j = 0; j < batchSize; j++) {
        apart += different(i, j);
        if (same(i, j) > 0 && same(i, j) < 0.5) weights++;
      }
    expect(apart).toBe(0);
    expect(weights).toBeGreaterThan(0);
  });
});
