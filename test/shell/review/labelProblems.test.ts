import { expect, test } from 'vitest';
import { labelProblems } from '../../../src/extension/review/labelProblems.ts';
import type { PanelFinding } from '../../../src/protocol/reviewPanel.ts';

const annotation = { label: 'cat', skipped: false, flagged: false, source: '' } as const;
const annotations = new Map([
  ['a.jpg', annotation],
  ['b.jpg', { ...annotation, label: 'dog' }],
  ['skipped.jpg', { ...annotation, label: '', skipped: true }],
]);

function finding(check: PanelFinding['check'], ...paths: string[]): PanelFinding {
  return { id: check, check, paths, was: [], severity: 1, text: 'Why.', evidence: {} };
}

test('only findings about labels stand in Problems, each at the images that are labeled', () => {
  const told = labelProblems(
    [
      finding('label-errors', 'a.jpg'),
      finding('conflicts', 'a.jpg', 'b.jpg', 'c.jpg'),
      finding('unreadable', 'b.jpg'),
      finding('unreadable', 'skipped.jpg'),
      finding('outliers', 'a.jpg'),
      finding('exact-duplicates', 'a.jpg', 'b.jpg'),
    ],
    annotations,
  );
  expect(told.map(({ check, path }) => [check, path])).toEqual([
    ['label-errors', 'a.jpg'],
    ['conflicts', 'a.jpg'],
    ['conflicts', 'b.jpg'],
    ['unreadable', 'b.jpg'],
  ]);
  expect(told[3].message).toBe('It is labeled but cannot be read: Why.');
});
