import { describe, expect, test } from 'vitest';
import { mark } from '../../src/protocol/panel.ts';
import { Annotations, isDecided, labeledAs, nothing } from '../../webview/annotations.ts';

const cat = { label: 'cat', skipped: false, flagged: false };

describe('annotations', () => {
  test('are counted as they change, each image by what it is now', () => {
    const dog = { label: 'dog', skipped: false, flagged: true };
    const some = Annotations.none.with([
      [0, cat],
      [1, dog],
      [2, { label: '', skipped: true, flagged: false }],
    ]);
    expect(some.counts).toEqual({
      labeled: 2,
      skipped: 1,
      flagged: 1,
      perClass: new Map([
        ['cat', 1],
        ['dog', 1],
      ]),
    });
    const after = some.with([
      [1, cat],
      [2, nothing],
    ]);
    expect(after.counts).toEqual({ labeled: 2, skipped: 0, flagged: 0, perClass: new Map([['cat', 2]]) });
  });

  test('hold what was set, and nothing elsewhere', () => {
    const all = Annotations.none.with([
      [3, cat],
      [99_999, cat],
    ]);
    expect(all.get(3)).toEqual(cat);
    expect(all.get(99_999)).toEqual(cat);
    expect(all.get(4)).toBe(nothing);
    expect(all.counts).toMatchObject({ labeled: 2, perClass: new Map([['cat', 2]]) });
  });

  test('never change: the older ones keep what they had', () => {
    const before = Annotations.none.with([[3, cat]]);
    const after = before.with([[3, nothing]]);
    expect(before.get(3)).toEqual(cat);
    expect(after.get(3)).toBe(nothing);
  });

  test('read what the host tells: a patch adds, a complete one replaces', () => {
    const patch = { complete: false, rows: [1, 2], names: ['cat'], labels: [0, -1], marks: [2, 1] };
    const one = Annotations.none.with([[0, cat]]).patched(patch);
    expect(one.get(0)).toEqual(cat);
    expect(one.get(1)).toEqual({ label: 'cat', skipped: false, flagged: true });
    expect(one.get(2)).toEqual({ label: '', skipped: true, flagged: false });
    expect(one.patched({ ...patch, complete: true }).get(0)).toBe(nothing);
  });
});

test('an image is decided when it has a label or is skipped, not when it is flagged', () => {
  expect(isDecided(cat)).toBe(true);
  expect(isDecided({ label: '', skipped: true, flagged: false })).toBe(true);
  expect(isDecided({ label: '', skipped: false, flagged: true })).toBe(false);
});

test("a label that follows from relations is known as such, and is a person's own once a person gives it", () => {
  const told = { complete: false, rows: [3], names: ['cat'], labels: [0], marks: [mark.implied] };
  const implied = Annotations.none.patched(told).get(3);
  expect(implied).toEqual({ ...cat, implied: true });
  expect(labeledAs(implied, 'dog')).toEqual({ ...cat, label: 'dog' });
});
