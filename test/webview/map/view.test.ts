import { expect, test } from 'vitest';
import { Camera } from '../../../webview/map/drawing/camera.ts';
import { boxAround, fitted, panned, toPlace, toScreen, zoomed } from '../../../webview/map/drawing/view.ts';

const size = { width: 640, height: 480 };
const view = { x: 3, y: -2, scale: 25 };

test('a place is drawn at a pixel, and found there again; y goes upwards', () => {
  const [px, py] = toScreen(view, size, 4, -1);
  expect([px, py]).toEqual([345, 215]);
  expect(toPlace(view, size, px, py)).toEqual([4, -1]);
});

test('what lies under the mouse stays there while zooming, up to a limit both ways', () => {
  const place = toPlace(view, size, 100, 400);
  for (const factor of [0.5, 3, 1e9, 1e-9]) {
    const after = zoomed(view, size, factor, 100, 400, 25);
    const [px, py] = toScreen(after, size, ...place);
    expect(px).toBeCloseTo(100, 6);
    expect(py).toBeCloseTo(400, 6);
    expect(after.scale).toBeGreaterThanOrEqual(10);
    expect(after.scale).toBeLessThanOrEqual(100_000);
  }
});

test('the picture goes with the hand', () => {
  const [px, py] = toScreen(panned(view, 30, -12), size, 4, -1);
  expect([px, py]).toEqual([375, 203]);
});

test.each([
  ['all', [0, 0, 20, 10]],
  ['one place', [5, 5, 5, 5]],
  ['a line', [1, 2, 1, 9]],
])('fits %s into the element', (_name, numbers) => {
  const after = fitted(boxAround(Float32Array.from(numbers)), size);
  expect(after.scale).toBeGreaterThan(0);
  expect(Number.isFinite(after.scale)).toBe(true);
  for (let i = 0; i < numbers.length; i += 2) {
    const [px, py] = toScreen(after, size, numbers[i], numbers[i + 1]);
    expect(px).toBeGreaterThan(20);
    expect(px).toBeLessThan(620);
    expect(py).toBeGreaterThan(20);
    expect(py).toBeLessThan(460);
  }
});

test('nothing to fit is no error, and rows are fitted alone', () => {
  expect(fitted(boxAround(Float32Array.of(Number.NaN, Number.NaN)), size)).toMatchObject({ x: 0, y: 0 });
  expect(boxAround(Float32Array.of(0, 0, 4, 5, 9, 9), [1])).toEqual({ minX: 4, minY: 5, maxX: 4, maxY: 5 });
});

test('what was fitted stays fitted until a person moves it, and is found again when the points go far away', () => {
  const camera = new Camera();
  camera.follow({ minX: 0, minY: 0, maxX: 10, maxY: 10 });
  camera.resize(size);
  expect(camera.view.x).toBe(5);
  camera.follow({ minX: 0, minY: 0, maxX: 20, maxY: 20 });
  expect(camera.view.x).toBe(10);
  camera.pan(50, 0);
  const moved = camera.view;
  camera.follow({ minX: 0, minY: 0, maxX: 30, maxY: 30 });
  camera.resize({ width: 700, height: 480 });
  expect(camera.view).toEqual(moved);
  camera.follow({ minX: 1000, minY: 1000, maxX: 1001, maxY: 1001 });
  expect(camera.view.x).toBe(1000.5);
});

test('a part is shown closer than all, but one image not without those around it', () => {
  const camera = new Camera();
  camera.follow({ minX: 0, minY: 0, maxX: 100, maxY: 100 });
  camera.resize(size);
  const whole = camera.view.scale;
  camera.fit({ minX: 10, minY: 10, maxX: 20, maxY: 20 });
  expect(camera.view).toMatchObject({ x: 15, y: 15 });
  expect(camera.view.scale / whole).toBeCloseTo(10, 6);
  camera.fit({ minX: 30, minY: 40, maxX: 30, maxY: 40 });
  expect(camera.view).toEqual({ x: 30, y: 40, scale: 8 * whole });
  // It stays fitted when a legend is opened beside it.
  camera.fit({ minX: 10, minY: 10, maxX: 90, maxY: 20 });
  camera.resize({ width: size.width / 2, height: size.height });
  const [left] = toScreen(camera.view, camera.size, 10, 15);
  expect(left).toBeCloseTo(28, 6);
  camera.resize(size);
  camera.fitAll();
  expect(camera.view.scale).toBe(whole);
});

test('a place out of view is brought into it, one in view moves nothing', () => {
  const camera = new Camera();
  camera.resize(size);
  camera.set(view);
  camera.reveal(4, -1);
  expect(camera.view).toEqual(view);
  camera.reveal(40, -2);
  const [px, py] = toScreen(camera.view, size, 40, -2);
  expect([Math.round(px), Math.round(py)]).toEqual([608, 240]);
});
