import { describe, expect, test } from 'vitest';
import type { PanelClass } from '../../src/protocol/panel.ts';
import { findClasses } from '../../webview/state/classQuery.ts';

const list = (...names: string[]): PanelClass[] =>
  names.map((name) => ({ name, color: 0, isOwnColor: false, key: '' }));
const more = Array.from({ length: 20 }, (_, i) => `other ${i}`);

describe('the class field', () => {
  test('Enter takes the class that is called so, whatever its case', () => {
    for (const classes of [list('catfish', 'Cat'), list('catfish', 'Cat', ...more)])
      expect(findClasses(classes, { text: ' cat ', chosen: 0 }).taken).toEqual({ label: 'Cat' });
  });

  test('while every class has a digit, a new name is added; the arrows go through what is found', () => {
    const classes = list('wildcat', 'catfish');
    const at = (chosen: number) => findClasses(classes, { text: 'cat', chosen }).taken;
    expect([0, 1, 2, 3].map(at)).toEqual([
      { add: 'cat' },
      { label: 'catfish' },
      { label: 'wildcat' },
      { add: 'cat' },
    ]);
    expect(at(-1)).toEqual({ label: 'wildcat' });
  });

  test('beyond twenty classes the best match is taken; the last choice adds', () => {
    const classes = list('wildcat', 'catfish', ...more);
    const at = (chosen: number) => findClasses(classes, { text: 'cat', chosen }).taken;
    expect([0, 1, 2].map(at)).toEqual([{ label: 'catfish' }, { label: 'wildcat' }, { add: 'cat' }]);
  });

  test('nothing typed takes nothing', () => {
    expect(findClasses(list('cat'), { text: ' ', chosen: 0 }).taken).toBeUndefined();
  });
});
