import { expect, it } from 'vitest';
import { cosine } from '../../../src/core/autograd/schedule.ts';

it('rises linearly, then falls along half a cosine', () => {
  const rate = cosine(0.8, 12, 4);
  expect([0, 1, 3].map(rate)).toEqual([0.2, 0.4, 0.8]);
  expect(rate(4)).toBeCloseTo(0.8, 12);
  expect(rate(8)).toBeCloseTo(0.4, 12);
  expect(rate(11)).toBeGreaterThan(0);
  expect(rate(12)).toBeCloseTo(0, 12);
});
