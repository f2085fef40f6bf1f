import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../src/core/advise/measures.ts';
import { coverageCurve } from '../../../src/core/insights/coverageCurve.ts';
import { gather, normalizeRows, squaredDistance } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { headContext } from '../../support/heads.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const { points, cluster } = clusteredMatrix(300, 6, 12, 4, 0.4);
const labels = cluster.map((c, i) => (i % 5 === 0 ? c : -1));
const pool = createPool({ labels, classCount: 12, embeddings: points, excluded: [1, 2, 3] });
const counts = [1, 7, 8, 60] as const;
const stages = counts.map((count) => pool.labeled.slice(0, count));

describe('coverage over the rounds', () => {
  it('is that of the labels of each point alone, measured from scratch', async () => {
    const { points: curve, images, groups, reach } = await coverageCurve(pool, stages, headContext());
    expect([images, groups]).toEqual([297, 17]);
    for (const [p, stage] of stages.entries()) {
      const alone = await coverageCurve(pool, [stage], headContext());
      expect(curve[p]).toEqual(alone.points[0]);
      const distances = await naiveDistances(stage);
      expect(curve[p].labels).toBe(counts[p]);
      expect(curve[p].radius).toBeCloseTo(Math.max(...distances), 5);
      expect(curve[p].mean).toBeCloseTo(distances.reduce((a, b) => a + b) / distances.length, 5);
      expect(curve[p].near).toBeCloseTo(distances.filter((d) => d < reach).length / distances.length, 2);
    }
  });

  it('never falls, and ends at what the advice on a strategy says', async () => {
    const { points: curve } = await coverageCurve(pool, stages, headContext());
    for (let p = 1; p < curve.length; p++) {
      expect(curve[p].radius).toBeLessThanOrEqual(curve[p - 1].radius);
      expect(curve[p].groups).toBeGreaterThanOrEqual(curve[p - 1].groups);
      expect(curve[p].near).toBeGreaterThanOrEqual(curve[p - 1].near);
    }
    expect(curve.at(-1)?.covered).toBe(await coverageOf(pool, headContext()));
  });

  it('is whole where every image is labeled or all are the same', async () => {
    const all = createPool({ labels: cluster, classCount: 12, embeddings: points });
    const [whole] = (await coverageCurve(all, [all.labeled], headContext())).points;
    expect(whole).toEqual({ labels: 300, radius: 0, mean: 0, groups: 1, covered: 1, near: 1 });
    const same = { ...points, data: new Float32Array(points.data.length).fill(0.5) };
    const alike = createPool({ labels, classCount: 12, embeddings: same });
    const [one] = (await coverageCurve(alike, [alike.labeled.slice(0, 1)], headContext())).points;
    expect(one).toMatchObject({ radius: 0, near: 1, groups: 1 });
  });
});

/** Distance of each image that counts to the nearest of some rows, scaled to length 1. */
async function naiveDistances(stage: Int32Array): Promise<readonly number[]> {
  const unit = gather(
    points,
    Int32Array.from({ length: points.rows }, (_, i) => i),
  );
  await normalizeRows(unit, async () => {});
  const rows = [...pool.labeled, ...pool.candidates];
  return rows.map((a) => Math.sqrt(Math.min(...Array.from(stage, (b) => squaredDistance(unit, a, unit, b)))));
}
