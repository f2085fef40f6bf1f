import { describe, expect, test } from 'vitest';
import { batchMarks } from '../../webview/compare/batchMarks.ts';

const rowOf = new Map(['a', 'b', 'c', 'd'].map((path, row) => [path, row]));
const pick = (path: string) => ({ path, why: '' });
const batches = [
  { picks: [pick('a'), pick('b')] },
  { picks: [pick('b'), pick('gone')] },
  { picks: [pick('b')] },
];
const isLabeled = (row: number): boolean => row === 3;

describe('the batches on a map', () => {
  test('have a slot each, those of several batches one of their own, and labeled images too', () => {
    const { slots, marks, shared } = batchMarks(4, batches, new Set(), { rowOf, isLabeled });
    expect([...slots]).toEqual([2, 6, 0, 1]);
    expect([...marks]).toEqual([1, 1, 0, 0]);
    expect(shared).toBe(1);
  });

  test('are drawn only while they are on', () => {
    const { slots, shared } = batchMarks(4, batches, new Set([0, 2]), { rowOf, isLabeled });
    expect([...slots]).toEqual([0, 3, 0, 1]);
    expect(shared).toBe(0);
  });
});
