import { expect, test } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const known = ['auto', 'random', 'k-center', 'typiclust', 'max-herding'];

test.each([
  ['typiclus', 'typiclust'],
  ['TypiClust', 'typiclust'],
  ['kcenter', 'k-center'],
  ['maxherding', 'max-herding'],
  ['ranodm', 'random'],
])('%s means %s', (typed, meant) => {
  expect(nearest(typed, known)).toBe(meant);
});

test('a word that is like none of them means none', () => {
  expect(nearest('badge', known)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});
