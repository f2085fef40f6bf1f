import { describe, expect, it } from 'vitest';
import { createPool } from '../../../src/core/pool.ts';
import { indicesOf, poolOf, round } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points } = clusteredMatrix(80, 6, 5, 1, 0.4);
const chosenBy = async (labels: Readonly<Record<number, number>>, budget: number) => {
  const all = new Int32Array(80).fill(-1);
  for (const [row, label] of Object.entries(labels)) all[Number(row)] = label;
  return (await round(createPool({ labels: all, classCount: 3, embeddings: points }), 'auto', budget)).chosen;
};

describe('auto', () => {
  it('takes typiclust while no class has two labels and the budget is at most half of the images', async () => {
    expect(await chosenBy({}, 40)).toMatchObject({ selector: 'typiclust' });
    expect(await chosenBy({ 1: 0, 2: 1, 3: 2 }, 10)).toMatchObject({ selector: 'typiclust' });
  });

  it('takes max-herding for larger budgets, and once a class has two labels; it says why', async () => {
    expect(await chosenBy({}, 41)).toMatchObject({ selector: 'max-herding' });
    const chosen = await chosenBy({ 1: 0, 2: 1, 3: 1 }, 10);
    expect(chosen?.selector).toBe('max-herding');
    expect(chosen?.why).toMatch(/^Some class has two labels or more.*\.$/);
  });

  it('picks what the chosen strategy picks', async () => {
    const pool = poolOf(points, [1, 2]);
    expect(indicesOf(await round(pool, 'auto', 9))).toEqual(indicesOf(await round(pool, 'max-herding', 9)));
  });
});
