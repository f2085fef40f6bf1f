import { describe, expect, test } from 'vitest';
import { clusterLabels } from '../../../webview/map/clusterLabels.ts';
import { nearest, rowsInside } from '../../../webview/map/nearPlaces.ts';

const points = Float32Array.of(0, 0, 3, 0, Number.NaN, Number.NaN, 1, 0, 0, 5);

describe('places on the map', () => {
  test('the nearest come first, without what has no place or is hidden', () => {
    expect(nearest(points, [0, 0], 3).map(({ row, distance }) => [row, distance])).toEqual([
      [0, 0],
      [3, 1],
      [1, 3],
    ]);
    expect(nearest(points, [0, 0], 9, Uint8Array.of(1, 0, 0, 0, 0)).map(({ row }) => row)).toEqual([3, 1, 4]);
  });

  test('what is in view is what has its place there', () => {
    const box = { minX: -1, maxX: 2, minY: -1, maxY: 1 };
    expect([...rowsInside(points, box)]).toEqual([0, 3]);
    expect([...rowsInside(points, box, Uint8Array.of(1, 0, 0, 0, 0))]).toEqual([3]);
  });

  test('clusters are named by their labels, else by the picture of their medoid, else not at all', () => {
    const cluster = (medoid: number) => ({ size: 2, medoid, spread: 1 });
    const clustering = {
      assignments: Int32Array.of(0, 0, 2, 1, 1),
      clusters: [cluster(0), cluster(3), cluster(2)],
      silhouettes: [],
      notes: [],
    };
    const facts = ['cat', '', ''].map((majority) => ({ labeled: 0, open: 0, majority, purity: undefined }));
    expect(clusterLabels(points, clustering, facts, (row) => `picture ${row}`)).toEqual([
      // Two points far apart: the name stands at the medoid, not between them.
      { x: 0, y: 0, text: 'cat' },
      { x: 1, y: 0, text: '', picture: 'picture 3' },
    ]);
    expect(clusterLabels(points, clustering, facts, () => undefined)).toHaveLength(1);
  });

  test('a name stands in the middle of a group that is one', () => {
    const around = Float32Array.of(0, 0, 2, 0, 1, 0.1);
    const clustering = {
      assignments: Int32Array.of(0, 0, 0),
      clusters: [{ size: 3, medoid: 0, spread: 1 }],
      silhouettes: [],
      notes: [],
    };
    const facts = [{ labeled: 0, open: 0, majority: 'cat', purity: undefined }];
    const [{ x }] = clusterLabels(around, clustering, facts, () => undefined);
    expect(x).toBeCloseTo(1);
  });
});
