import { expect, test } from 'vitest';
import { perMinute, withDecision } from '../../webview/state/pace.ts';

const every = (seconds: number, count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => from + i * seconds * 1000);

test('is told once there is enough to tell', () => {
  expect(perMinute([])).toBeUndefined();
  expect(perMinute(every(0.1, 30))).toBeUndefined();
  expect(perMinute(every(4, 4))).toBeUndefined();
  expect(perMinute(every(4, 5))).toBeCloseTo(15);
});

test('leaves pauses out', () => {
  const times = [...every(4, 5), ...every(4, 5, 600_000)];
  expect(perMinute(times)).toBeCloseTo(15);
});

test('is that of the last three minutes of work, and few times are kept', () => {
  const fast = every(2, 200);
  const slow = every(10, 40, 400_000 + 10_000);
  expect(perMinute([...fast, ...slow])).toBeCloseTo(6, 0);
  expect(every(1, 1000).reduce(withDecision, [] as readonly number[])).toHaveLength(500);
});
