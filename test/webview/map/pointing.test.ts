import { describe, expect, test } from 'vitest';
import { frameOf, roomShare } from '../../../webview/map/drawing/frame.ts';
import { fitted, toScreen } from '../../../webview/map/drawing/view.ts';
import { nearestTo, neighborOf } from '../../../webview/map/pointing/neighbor.ts';
import { pointAt } from '../../../webview/map/pointing/pick.ts';
import { Polygon } from '../../../webview/map/pointing/polygon.ts';
import { rowsWithin } from '../../../webview/map/pointing/within.ts';
import { pictureOf, randomNumbers, randomPoints } from './pictures.ts';

const size = { width: 400, height: 300 };

/** A point lies inside if the line to the right of it crosses an odd number of edges. */
function isInside(line: readonly number[], x: number, y: number): boolean {
  let isIn = false;
  for (let i = 0, j = line.length - 2; i < line.length; j = i, i += 2) {
    const [x1, y1, x2, y2] = [line[i], line[i + 1], line[j], line[j + 1]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isIn = !isIn;
  }
  return isIn;
}

describe('a lasso', () => {
  const random = randomNumbers(7);
  const lines: [string, number[]][] = [
    ['a scribble that crosses itself', Array.from({ length: 60 }, (_, i) => random() * (i % 2 ? 300 : 400))],
    ['a rectangle of whole pixels', [50, 60, 300, 60, 300, 200, 50, 200]],
    ['a thin triangle', [10, 10, 390, 12, 10, 11.5]],
  ];
  test.each(lines)('holds what a point-in-polygon test says: %s', (_name, line) => {
    const polygon = new Polygon(line);
    let inside = 0;
    for (let i = 0; i < 20_000; i++) {
      const [x, y] = [random() * 420 - 10, random() * 320 - 10];
      expect(polygon.holds(x, y)).toBe(isInside(line, x, y));
      if (isInside(line, x, y)) inside++;
    }
    expect(inside).toBeGreaterThan(0);
  });

  test('gives the rows whose points are drawn inside, ascending, and none that are hidden', () => {
    const points = randomPoints(5000);
    const hidden = Uint8Array.from({ length: 5000 }, (_, row) => (row % 3 === 0 ? 1 : 0));
    const picture = pictureOf(points, hidden);
    const view = { x: 5, y: 5, scale: 60 };
    const line = [100, 50, 300, 80, 250, 260, 180, 120, 90, 240];
    const expected = Array.from(hidden, (_, row) => row).filter(
      (row) =>
        hidden[row] === 0 && isInside(line, ...toScreen(view, size, points[2 * row], points[2 * row + 1])),
    );
    expect(expected.length).toBeGreaterThan(200);
    expect([...rowsWithin(picture, view, size, line)]).toEqual(expected);
  });

  test('of nothing, or of two places, holds nothing', () => {
    const picture = pictureOf(randomPoints(100));
    for (const line of [[], [10, 10], [10, 10, 300, 200]])
      expect(rowsWithin(picture, { x: 5, y: 5, scale: 30 }, size, line)).toHaveLength(0);
  });
});

describe('the point at a pixel', () => {
  const points = randomPoints(300);
  const picture = pictureOf(points);
  const view = fitted(picture.points.box, size);
  const frame = frameOf(picture.points, view, size, 1, 300, view.scale);

  test('is the nearest within the tolerance, else none', () => {
    const random = randomNumbers(3);
    let found = 0;
    for (let i = 0; i < 500; i++) {
      const [px, py] = [random() * 400, random() * 300];
      const distance = (row: number): number => {
        const [x, y] = toScreen(view, size, points[2 * row], points[2 * row + 1]);
        return Math.hypot(x - px, y - py);
      };
      const row = pointAt(picture, frame, px, py, 6);
      const nearest = Math.min(...Array.from({ length: 300 }, (_, other) => distance(other)));
      if (row >= 0) {
        found++;
        // One that covers the pixel may lie on top of the nearest one.
        expect(distance(row)).toBeLessThan(Math.max(nearest + 1.5, frame.radius + 1.5));
      } else expect(nearest).toBeGreaterThan(4.5);
    }
    expect(found).toBeGreaterThan(100);
  });

  test('is the one drawn last where many cover it, and a selected one before all', () => {
    const stack = pictureOf(Float32Array.from([0, 0, 5, 5, 5, 5, 5, 5, 10, 10]));
    const { rows } = stack.points;
    const orders = [1, 2, 3].map((row) => stack.points.orders[row]);
    const at = fitted(stack.points.box, size);
    const middle = frameOf(stack.points, at, size, 1, 5, at.scale);
    expect(pointAt(stack, middle, 200, 150, 5)).toBe(rows[Math.max(...orders)]);
    const selected = Uint32Array.of(Math.min(...orders));
    expect(pointAt({ ...stack, selected }, middle, 200, 150, 5)).toBe(rows[Math.min(...orders)]);
  });
});

test('points are smaller in a small element, but never lost', () => {
  expect(roomShare({ width: 1200, height: 900 })).toBe(1);
  expect(roomShare({ width: 900, height: 320 })).toBeCloseTo(0.71, 2);
  expect(roomShare({ width: 40, height: 900 })).toBe(0.6);
});

describe('the neighbor in a direction', () => {
  // 0 left, 1 middle, 2 right of it, 3 above, 4 far right and a little up
  const points = Float32Array.from([-3, 0, 0, 0, 2, 0, 0, 4, 9, 1]);

  test('is the nearest on that side', () => {
    const picture = pictureOf(points);
    const from = (row: number) =>
      (['left', 'right', 'up', 'down'] as const).map((direction) => neighborOf(picture, row, direction));
    expect(from(1)).toEqual([0, 2, 3, -1]);
    expect(from(2)).toEqual([1, 4, 3, -1]);
    expect(from(3)).toEqual([-1, 4, -1, 1]);
  });

  test('is none that is hidden, and none from a row without a place', () => {
    expect(neighborOf(pictureOf(points, Uint8Array.of(0, 0, 1, 0, 0)), 1, 'right')).toBe(4);
    expect(neighborOf(pictureOf(Float32Array.of(Number.NaN, 0, 1, 1)), 0, 'right')).toBe(-1);
  });

  test('goes through points in the same place one after the other', () => {
    const same = pictureOf(Float32Array.from([0, 0, 0, 0, 0, 0, 5, 0]));
    expect([0, 1, 2].map((row) => neighborOf(same, row, 'right'))).toEqual([1, 2, 3]);
    expect([3, 2, 1, 0].map((row) => neighborOf(same, row, 'left'))).toEqual([expect.any(Number), 1, 0, -1]);
  });

  test('begins with the one nearest to the middle', () => {
    expect(nearestTo(pictureOf(points), 1.5, 0.5)).toBe(2);
  });
});
