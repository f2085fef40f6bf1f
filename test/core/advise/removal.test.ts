import { describe, expect, it } from 'vitest';
import { favored, isTestable, removalTest } from '../../../src/core/advise/removal.ts';
import { createPool } from '../../../src/core/pool.ts';
import { createRng } from '../../../src/core/rng.ts';
import { roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';
import { halfSpaces } from './halfSpaces.ts';

const contextOf = (seed: number) => ({ ...roundContext(), rng: createRng(seed) });

describe('the removal test', () => {
  it('finds that the labels at the border are missed, where the border is all there is to learn', async () => {
    const { removals, favors } = await removalTest(halfSpaces(300), contextOf(1));
    expect(favors).toBe('margin');
    const mean = Object.fromEntries(removals.map(({ strategy, accuracy }) => [strategy, accuracy.mean]));
    expect(Object.keys(mean)).toEqual(['none', 'max-herding', 'margin', 'random']);
    expect(mean.margin).toBeLessThan(mean.random - 0.02);
    expect(mean.none).toBeGreaterThan(0.9);
    for (const { accuracy } of removals) expect(accuracy.standardError).toBeLessThan(0.03);
  });

  it('finds nothing missed where classes are far apart', async () => {
    const { points, cluster } = clusteredMatrix(60, 8, 3, 1, 0.05);
    const pool = createPool({ labels: cluster, classCount: 3, embeddings: points });
    const { removals, favors } = await removalTest(pool, contextOf(1));
    expect(favors).toBeUndefined();
    for (const { accuracy } of removals) expect(accuracy).toEqual({ mean: 1, standardError: 0 });
  });

  it('favors the strategy whose labels are missed more, by two standard errors of the difference', () => {
    const high = [0.9, 0.8, 0.7];
    const low = [0.85, 0.74, 0.64];
    expect(favored({ 'max-herding': low, margin: high })).toBe('max-herding');
    expect(favored({ 'max-herding': high, margin: low })).toBe('margin');
    expect(favored({ 'max-herding': high, margin: high })).toBeUndefined();
    expect(favored({ 'max-herding': high, margin: [0.9, 0.9, 0.5] })).toBeUndefined();
  });

  it('gives the same for the same seed', async () => {
    const pool = halfSpaces(60);
    expect(await removalTest(pool, contextOf(3))).toEqual(await removalTest(pool, contextOf(3)));
  });

  it('takes classes with one label, and looks at some classes only where there are many labels', async () => {
    const { points, cluster } = clusteredMatrix(1200, 8, 30, 1, 0.05);
    const labels = cluster.map((c, i) => (c === 0 && i !== cluster.indexOf(0) ? 1 : c));
    const { removals } = await removalTest(
      createPool({ labels, classCount: 30, embeddings: points }),
      contextOf(1),
    );
    expect(removals[0].accuracy.mean).toBeGreaterThan(0.9);
  });

  it('refuses labels of one class', async () => {
    const { points } = clusteredMatrix(30, 8, 3, 1, 0.05);
    const pool = createPool({ labels: new Int32Array(30), classCount: 1, embeddings: points });
    await expect(removalTest(pool, contextOf(1))).rejects.toMatchObject({ code: 'needs-labels' });
  });

  it('wants three labels per class, and 20', () => {
    const facts = { images: 900, labelsPerClass: { mean: 0, least: 0, most: 0 }, budget: 1 };
    expect(isTestable({ ...facts, labeled: 20, classes: 6 })).toBe(true);
    expect(isTestable({ ...facts, labeled: 20, classes: 7 })).toBe(false);
    expect(isTestable({ ...facts, labeled: 19, classes: 2 })).toBe(false);
    expect(isTestable({ ...facts, labeled: 50, classes: 1 })).toBe(false);
  });
});
