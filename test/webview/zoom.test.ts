import { expect, test } from 'vitest';
import { fit, pan, zoomAt } from '../../webview/batch/zoom.ts';

test('what lies under the pointer stays there while zooming', () => {
  const before = zoomAt(fit, 2, 0, 0);
  const after = zoomAt(before, 1.5, 80, -40);
  const imagePoint = (zoom: typeof fit): readonly [number, number] => [
    (80 - zoom.x) / zoom.scale,
    (-40 - zoom.y) / zoom.scale,
  ];
  expect(imagePoint(after)[0]).toBeCloseTo(imagePoint(before)[0]);
  expect(imagePoint(after)[1]).toBeCloseTo(imagePoint(before)[1]);
});

test('zooming out ends at the fitted image, zooming in at forty times', () => {
  expect(zoomAt({ scale: 1.2, x: 30, y: 10 }, 0.1, 5, 5)).toEqual(fit);
  expect(zoomAt(fit, 1e6, 0, 0).scale).toBe(40);
});

test('a fitted image cannot be moved, a larger one not out of the stage', () => {
  expect(pan(fit, 50, 50, 400, 300)).toEqual(fit);
  expect(pan({ scale: 2, x: 0, y: 0 }, 1000, -1000, 400, 300)).toEqual({ scale: 2, x: 200, y: -150 });
});
