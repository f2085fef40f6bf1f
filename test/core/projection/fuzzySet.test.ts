import { describe, expect, it } from 'vitest';
import { fuzzySet, strengths } from '../../../src/core/projection/fuzzySet.ts';
import { symmetricUnion } from '../../../src/core/projection/symmetricUnion.ts';
import { referenceKernels } from '../../support/referenceKernels.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const pause = async (): Promise<void> => {};

describe('strengths of edges', () => {
  it('are 1 for the nearest, fall with the distance, and add up to log2(k + 1)', async () => {
    const X = normalMatrix(60, 3, 1);
    const k = 9;
    const neighbors = await referenceKernels.nearest(X, X, k, { excludeSelf: true });
    const all = await strengths(neighbors, pause);
    for (let i = 0; i < X.rows; i++) {
      const own = [...all.subarray(i * k, (i + 1) * k)];
      expect(own[0]).toBe(1);
      expect(own).toEqual([...own].sort((a, b) => b - a));
      expect(own.reduce((a, b) => a + b)).toBeCloseTo(Math.log2(k + 1), 3);
    }
  });

  it('are finite where rows are copies, and 0 where there is no neighbor', async () => {
    const copies = { k: 2, indices: Int32Array.of(1, 2, 0, 2, 0, 1), distances: new Float32Array(6) };
    expect([...(await strengths(copies, pause))]).toEqual([1, 1, 1, 1, 1, 1]);
    const far = Number.POSITIVE_INFINITY;
    const few = { k: 2, indices: Int32Array.of(1, -1, 0, -1), distances: Float32Array.of(4, far, 4, far) };
    expect([...(await strengths(few, pause))]).toEqual([1, 0, 1, 0]);
  });
});

describe('the undirected graph', () => {
  it('has each edge at both ends with the strength a + b - a b', async () => {
    // 0 -> 1 and back, 0 -> 2, 1 -> 2.
    const indices = Int32Array.of(1, 2, 0, 2, -1, -1);
    const graph = await symmetricUnion({ k: 2, indices }, Float32Array.of(0.5, 0.25, 0.5, 1, 0, 0), pause);
    expect([...graph.starts]).toEqual([0, 2, 4, 6]);
    expect([...graph.ends]).toEqual([1, 2, 0, 2, 0, 1]);
    expect([...graph.weights]).toEqual([0.75, 0.25, 0.75, 1, 0.25, 1]);
  });

  it('is symmetric, has no loop, and no edge twice', async () => {
    const X = normalMatrix(200, 4, 2);
    const neighbors = await referenceKernels.nearest(X, X, 7, { excludeSelf: true });
    const { starts, ends, weights } = await fuzzySet(neighbors, pause);
    const edges = new Map<string, number>();
    for (let i = 0; i < X.rows; i++)
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        expect(ends[e]).not.toBe(i);
        expect(edges.has(`${i}-${ends[e]}`)).toBe(false);
        edges.set(`${i}-${ends[e]}`, weights[e]);
      }
    for (const [edge, weight] of edges) {
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThanOrEqual(1);
      expect(edges.get(edge.split('-').reverse().join('-'))).toBe(weight);
    }
  });
});
