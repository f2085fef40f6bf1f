import { describe, expect, test } from 'vitest';
import { blend, opacityStep } from '../../../webview/map/drawing/blend.ts';
import { contourOf, joined } from '../../../webview/map/drawing/contours.ts';
import { densityOf, levelsOf } from '../../../webview/map/drawing/densityField.ts';
import { maskOf, shapeCount } from '../../../webview/map/drawing/masks.ts';
import { placeLabels } from '../../../webview/map/labelPlaces.ts';
import { pictureOf, randomPoints } from './pictures.ts';

describe('the shapes', () => {
  const shapes = Array.from({ length: shapeCount }, (_, shape) => shape);
  const area = (shape: number, radius: number) =>
    maskOf(shape, radius).square.reduce((sum, cover) => sum + cover / 255, 0);

  test.each(shapes)('shape %i looks like no other, and none is much larger', (shape) => {
    for (const radius of [3, 6]) {
      const own = maskOf(shape, radius);
      for (const other of shapes.filter((one) => one !== shape)) {
        const { square } = maskOf(other, radius);
        const differing = own.square.reduce((sum, cover, i) => sum + Math.abs(cover - square[i]) / 255, 0);
        expect(differing).toBeGreaterThan(0.15 * area(0, radius));
      }
      expect(area(shape, radius)).toBeGreaterThan(0.5 * area(0, radius));
      expect(area(shape, radius)).toBeLessThan(1.3 * area(0, radius));
    }
  });

  test('a disc covers its area, evenly on all sides', () => {
    for (const radius of [1, 2.25, 5, 9]) {
      expect(area(0, radius)).toBeGreaterThan(0.92 * Math.PI * radius ** 2);
      expect(area(0, radius)).toBeLessThan(1.05 * Math.PI * radius ** 2);
      const { square } = maskOf(0, radius);
      expect([...square].reverse()).toEqual([...square]);
    }
  });
});

test('colors are laid on each other as light through glass', () => {
  const pixels = new Uint32Array(1);
  const lay = (color: number, step: number): void => blend(pixels, 0, color & 0xff00ff, color & 0xff00, step);
  lay(0x4080ff, opacityStep(255, 0.5));
  expect(pixels[0] & 0xffffff).toBe(0x4080ff);
  expect(pixels[0] >>> 24).toBeCloseTo(128, -1);
  lay(0x000000, opacityStep(255, 0.5));
  // Half black over half of a color: two parts of black to one of the color, three quarters opaque.
  expect(pixels[0] >>> 24).toBeCloseTo(191, -1);
  expect(Math.abs((pixels[0] & 255) - 85)).toBeLessThan(4);
  lay(0x1020ff, opacityStep(255, 1));
  expect(pixels[0] >>> 0).toBe(0xff1020ff);
});

describe('contours', () => {
  const [columns, rows] = [81, 61];
  const values = Float32Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    return Math.max(0, 30 - Math.hypot(x - 40, y - 30));
  });
  const cone = { columns, rows, values, step: 1, left: 0, top: 0 };

  test('of a cone are closed circles with the higher side on the right', () => {
    const lines = joined(contourOf(cone, 12.1));
    expect(lines).toHaveLength(1);
    const [line] = lines;
    let area = 0;
    for (let i = 0; i < line.length; i += 2) {
      const [x, y] = [line[i] - 40, line[i + 1] - 30];
      expect(Math.hypot(x, y)).toBeCloseTo(17.9, 0);
      const j = (i + 2) % line.length;
      area += (x * (line[j + 1] - 30) - (line[j] - 40) * y) / 2;
    }
    expect(Math.abs(area)).toBeCloseTo(Math.PI * 17.9 ** 2, -1);
    expect(area).toBeGreaterThan(0);
  });

  test('of two hills are two lines, and join where they meet', () => {
    const hills = {
      ...cone,
      values: values.map((_, i) => {
        const [x, y] = [i % columns, Math.floor(i / columns)];
        return Math.max(0, 14 - Math.min(Math.hypot(x - 28, y - 30), Math.hypot(x - 50, y - 30)));
      }),
    };
    expect(joined(contourOf(hills, 7.1))).toHaveLength(2);
    expect(joined(contourOf(hills, 1.1))).toHaveLength(1);
  });

  test('of points hold the share of them that they are for', () => {
    const points = randomPoints(20_000);
    const field = densityOf(pictureOf(points));
    if (field === undefined) throw new Error('There are points.');
    expect(field.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(20_000, -2);
    const levels = levelsOf(field, [0.25, 0.5, 0.9]);
    expect(levels[0]).toBeLessThan(levels[1]);
    for (const [level, share] of [
      [levels[2], 0.25],
      [levels[1], 0.5],
      [levels[0], 0.9],
    ]) {
      const above = field.values.reduce((sum, value) => (value >= level ? sum + value : sum), 0);
      expect(above / 20_000).toBeCloseTo(share, 1);
    }
  });

  test('there are none of points in one place, or of none', () => {
    expect(densityOf(pictureOf(Float32Array.of(1, 1, 1, 1)))).toBeUndefined();
    expect(densityOf(pictureOf(new Float32Array(0)))).toBeUndefined();
  });
});

test('labels stand where no earlier one does, in the element, and only at places in view', () => {
  const label = { width: 80, height: 20 };
  const places = placeLabels(
    [
      { x: 100, y: 100, ...label },
      { x: 120, y: 105, ...label },
      { x: 5, y: 200, ...label },
      { x: -5, y: 200, ...label },
      { x: 100, y: 130, ...label },
    ],
    400,
    300,
  );
  expect(places).toEqual([
    { left: 60, top: 90 },
    undefined,
    { left: 0, top: 190 },
    undefined,
    { left: 60, top: 120 },
  ]);
});
