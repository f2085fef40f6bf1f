import { expect, test } from 'vitest';
import { actual, fitted, opened, panBy, resized, type Zoom, zoomBy } from '../../webview/batch/zoom.ts';

const frame = { stageWidth: 400, stageHeight: 300, width: 2000, height: 1000 };
const small = { ...frame, width: 40, height: 40 };

test('fit shows the whole image, as large as the stage allows', () => {
  expect(fitted(frame)).toEqual({ mode: 'fit', scale: 0.2, x: 0, y: 0 });
  expect(fitted(small).scale).toBe(7.5);
});

test('what lies under the pointer stays there while zooming', () => {
  const before = zoomBy(frame, fitted(frame), 5, 0, 0);
  const after = zoomBy(frame, before, 1.5, 80, -40);
  const imagePoint = (zoom: Zoom): readonly [number, number] => [
    (80 - zoom.x) / zoom.scale,
    (-40 - zoom.y) / zoom.scale,
  ];
  expect(imagePoint(after)[0]).toBeCloseTo(imagePoint(before)[0]);
  expect(imagePoint(after)[1]).toBeCloseTo(imagePoint(before)[1]);
});

test('zooming out ends at the fitted image, or at 100 % where that is smaller; zooming in at forty times', () => {
  expect(zoomBy(frame, { mode: 'free', scale: 0.3, x: 30, y: 10 }, 0.1, 5, 5)).toEqual(fitted(frame));
  expect(zoomBy(small, fitted(small), 0.01, 0, 0)).toMatchObject({ mode: 'free', scale: 1 });
  expect(zoomBy(frame, fitted(frame), 1e6, 0, 0).scale).toBe(40);
});

test('100 % at the pointer shows each pixel once, and there is no gap at the edge', () => {
  expect(actual(frame, fitted(frame), 0, 0)).toEqual({ mode: 'actual', scale: 1, x: 0, y: 0 });
  expect(actual(frame, fitted(frame), 200, 100)).toEqual({ mode: 'actual', scale: 1, x: -800, y: -350 });
});

test('an image that fits cannot be moved, a larger one not out of the stage', () => {
  expect(panBy(frame, fitted(frame), 50, 50)).toEqual(fitted(frame));
  const zoom: Zoom = { mode: 'free', scale: 0.4, x: 0, y: 0 };
  expect(panBy(frame, zoom, 1000, -1000)).toEqual({ ...zoom, x: 200, y: -50 });
});

test('the next image begins fitted, or at 100 % after 100 %', () => {
  expect(opened(small, { mode: 'free', scale: 3, x: 9, y: 9 })).toEqual(fitted(small));
  expect(opened(frame, { mode: 'actual', scale: 1, x: 9, y: 9 })).toEqual({
    mode: 'actual',
    scale: 1,
    x: 0,
    y: 0,
  });
});

test('a stage of another size fits again what was fitted', () => {
  const wider = { ...frame, stageWidth: 800, stageHeight: 600 };
  expect(resized(wider, fitted(frame))).toEqual(fitted(wider));
  expect(resized(wider, actual(frame, fitted(frame)))).toMatchObject({ mode: 'actual', scale: 1 });
});
