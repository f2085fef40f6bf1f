import { expect, test } from 'vitest';
import { arrange, chunkEnd, visitRuns } from '../../../webview/map/drawing/arrangement.ts';
import { randomPoints } from './pictures.ts';

test('every row with a place is in the drawing order once, at its place', () => {
  const points = randomPoints(70_000);
  points[2 * 123] = Number.NaN;
  points[2 * 4567 + 1] = Number.NaN;
  const { count, rows, orders, x, y, box, chunks } = arrange(points);
  expect([count, chunks]).toEqual([69_998, 2]);
  expect(new Set(rows).size).toBe(count);
  expect([orders[123], orders[4567]]).toEqual([-1, -1]);
  for (let order = 0; order < count; order += 97) {
    const row = rows[order];
    expect(orders[row]).toBe(order);
    expect(x[order] + box.minX).toBeCloseTo(points[2 * row], 4);
    expect(box.maxY - y[order]).toBeCloseTo(points[2 * row + 1], 4);
  }
});

test('each chunk is a fair sample of rows that lie in any order', () => {
  const count = 200_000;
  const arrangement = arrange(randomPoints(count));
  for (let chunk = 0, from = 0; chunk < arrangement.chunks; chunk++) {
    const to = chunkEnd(arrangement, chunk);
    const rows = arrangement.rows.subarray(from, to);
    for (const part of [0, 1, 2, 3]) {
      const inPart = rows.filter((row) => Math.floor((4 * row) / count) === part).length;
      expect(Math.abs(inPart / rows.length - 0.25)).toBeLessThan(0.01);
    }
    expect(Math.abs(rows.filter((row) => row % 2 === 0).length / rows.length - 0.5)).toBeLessThan(0.02);
    from = to;
  }
});

test('the runs of a rectangle hold every point inside, few others, and come in the drawing order', () => {
  const arrangement = arrange(randomPoints(100_000));
  const { x, y, chunks } = arrangement;
  const [left, top, right, bottom] = [3, 4, 4.5, 4.4];
  const visited: number[] = [];
  visitRuns(arrangement, [0, chunks], left, top, right, bottom, (from, to) => {
    for (let i = from; i < to; i++) visited.push(i);
  });
  expect(visited).toEqual([...visited].sort((a, b) => a - b));
  const inside = Array.from(x, (_, i) => i).filter(
    (i) => x[i] >= left && x[i] <= right && y[i] >= top && y[i] <= bottom,
  );
  const all = new Set(visited);
  expect(inside.length).toBeGreaterThan(500);
  expect(inside.every((i) => all.has(i))).toBe(true);
  expect(visited.length).toBeLessThan(2.5 * inside.length);
});

test.each([
  ['no points', [], 0],
  ['points without a place', [Number.NaN, Number.NaN], 0],
  ['one point', [3, 4], 1],
  ['points in one place', [3, 4, 3, 4, 3, 4], 3],
])('%s: all of them are visited', (_name, numbers, count) => {
  const arrangement = arrange(Float32Array.from(numbers));
  let visited = 0;
  visitRuns(arrangement, [0, arrangement.chunks], -1, -1, 1, 1, (from, to) => {
    visited += to - from;
  });
  expect([arrangement.count, visited]).toEqual([count, count]);
});
