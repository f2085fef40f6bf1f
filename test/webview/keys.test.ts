import { describe, expect, test } from 'vitest';
import { classKey, type KeyInput, keyAction, keyTable } from '../../webview/keys.ts';

function press(key: string, more: Partial<KeyInput> = {}): KeyInput {
  const code = /^\d$/.test(key) ? `Digit${key}` : '';
  return { key, code, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more };
}

describe('class keys', () => {
  test('1 to 9 and 0 are classes 1 to 10; with Shift 11 to 20, by the place of the key', () => {
    expect(keyAction(press('1'), false)).toEqual({ do: 'class', number: 0 });
    expect(keyAction(press('9'), false)).toEqual({ do: 'class', number: 8 });
    expect(keyAction(press('0'), false)).toEqual({ do: 'class', number: 9 });
    expect(keyAction(press('!', { code: 'Digit1', shiftKey: true }), false)).toEqual({
      do: 'class',
      number: 10,
    });
    expect(keyAction(press(')', { code: 'Digit0', shiftKey: true }), false)).toEqual({
      do: 'class',
      number: 19,
    });
  });

  test('work on a French keyboard, where digits need Shift, and on the number pad', () => {
    expect(keyAction(press('&', { code: 'Digit1' }), false)).toEqual({ do: 'class', number: 0 });
    expect(keyAction(press('3', { code: 'Numpad3' }), false)).toEqual({ do: 'class', number: 2 });
    expect(keyAction(press('ArrowDown', { code: 'Numpad2' }), false)).toEqual({ do: 'down' });
  });

  test('are written as they are pressed', () => {
    expect([0, 8, 9, 10, 19, 20].map(classKey)).toEqual(['1', '9', '0', '⇧1', '⇧0', '']);
  });
});

test('in a text field every key but Escape belongs to the field', () => {
  const all = [...'0123456789/?nNfFaAxX+- ', 'Backspace', 'Delete', 'Enter', 'ArrowLeft', 'Home'];
  for (const key of all) expect(keyAction(press(key), true), key).toBeUndefined();
  expect(keyAction(press('Escape'), true)).toEqual({ do: 'escape' });
});

test('keys with Ctrl, Alt or Cmd belong to VS Code', () => {
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey'] as const)
    expect(keyAction(press('1', { [modifier]: true }), false), modifier).toBeUndefined();
});

test('each key of the table does what the table says, and no key does two things', () => {
  const seen = new Set<string>();
  for (const row of keyTable)
    for (const key of row.keys)
      for (const shiftKey of row.shift === undefined ? [false] : [row.shift]) {
        expect(keyAction(press(key, { shiftKey }), false)?.do, key).toBe(row.do);
        const combination = `${shiftKey} ${key}`;
        expect(seen.has(combination), combination).toBe(false);
        seen.add(combination);
      }
});

test('N goes on and Shift+N back, with or without Caps Lock', () => {
  expect(keyAction(press('N'), false)).toEqual({ do: 'nextUndecided' });
  expect(keyAction(press('n', { shiftKey: true }), false)).toEqual({ do: 'previousUndecided' });
});

test('Shift and an arrow select on the way; a slash finds, though a German keyboard has it on 7', () => {
  expect(keyAction(press('ArrowRight', { shiftKey: true }), false)).toEqual({ do: 'right', extend: true });
  expect(keyAction(press('/', { code: 'Digit7', shiftKey: true }), false)).toEqual({ do: 'find' });
});

test('a key that means nothing does nothing', () => {
  expect(keyAction(press('q'), false)).toBeUndefined();
  expect(keyAction(press('F5'), false)).toBeUndefined();
});
