import { describe, expect, it } from 'vitest';
import { createPool } from '../../../src/core/pool.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { indicesOf, round } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points } = clusteredMatrix(80, 6, 5, 1, 0.4);
const labeledPool = (labels: Readonly<Record<number, number>>): Pool => {
  const all = new Int32Array(80).fill(-1);
  for (const [row, label] of Object.entries(labels)) all[Number(row)] = label;
  return createPool({ labels: all, classCount: 3, embeddings: points });
};

describe('auto', () => {
  it('takes anchored k-means for the first batch, and says why', async () => {
    const { chosen } = await round(labeledPool({}), 'auto', 40);
    expect(chosen).toEqual({
      selector: 'anchored-k-means',
      why: 'Nothing is labeled yet, so the batch takes the image that represents each group best.',
    });
  });

  it('takes MaxHerding with half the median distance once there are labels, and picks what it picks', async () => {
    const pool = labeledPool({ 1: 0, 2: 1, 3: 1 });
    const result = await round(pool, 'auto', 3);
    expect(result.chosen?.selector).toBe('max-herding');
    const herded = await round(pool, 'max-herding', 3, { parameters: { sigma: 'half-median' } });
    expect(indicesOf(result)).toEqual(indicesOf(herded));
  });

  it('works without labels, with one class, and where all images are the same', async () => {
    const same = { ...points, data: new Float32Array(points.data.length).fill(0.3) };
    for (const pool of [labeledPool({}), labeledPool({ 5: 2 })])
      for (const embeddings of [points, same])
        expect(new Set(indicesOf(await round({ ...pool, embeddings }, 'auto', 12))).size).toBe(12);
  });
});
