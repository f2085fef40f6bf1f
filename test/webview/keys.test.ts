import { describe, expect, test } from 'vitest';
import { keyScope } from '../../src/core/keys.ts';
import { bindKeys, defaultKeys, keyActionNames } from '../../src/protocol/keys.ts';
import { classKey, type KeyInput, keyScheme, keyTitles, keyAction as meaning } from '../../webview/keys.ts';

const usual = keyScheme({ keys: defaultKeys, classes: [] });
const keyAction = (input: KeyInput, isTyping: boolean) => meaning(input, isTyping, usual);

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

test('each key of the table does what the table says', () => {
  for (const name of keyActionNames)
    for (const key of defaultKeys[name]) {
      const scheme = keyScheme({ keys: defaultKeys, classes: [] }, keyScope(name));
      const base = key.replace('Shift+', '').replace('Space', ' ');
      expect(
        meaning(press(base, { shiftKey: base.length < key.length && base !== ' ' }), false, scheme)?.do,
        key,
      ).toBe(name);
      expect(keyTitles[name]).not.toBe('');
    }
});

describe('other keys, from the setting', () => {
  const does = (setting: Record<string, unknown>, key: string, more: Partial<KeyInput> = {}) => {
    const { keys, fault } = bindKeys(setting);
    expect(fault).toBeUndefined();
    return meaning(press(key, more), false, keyScheme({ keys, classes: [] }))?.do;
  };

  test('do what they were given to, with and without Caps Lock, and the old ones nothing', () => {
    const setting = { skip: 's', nextUndecided: ['n', 'J'], flag: [] };
    expect(['s', 'S', ' ', 'j', 'n', 'f'].map((key) => does(setting, key))).toEqual([
      'skip',
      'skip',
      undefined,
      'nextUndecided',
      'nextUndecided',
      undefined,
    ]);
  });

  test('can be names and need Shift; arrows of another name select on the way too', () => {
    expect(does({ skip: 'shift+space', left: 'h' }, ' ', { shiftKey: true })).toBe('skip');
    const { keys } = bindKeys({ left: 'h' });
    expect(meaning(press('H', { shiftKey: true }), false, keyScheme({ keys, classes: [] }))).toEqual({
      do: 'left',
      extend: true,
    });
  });
});

describe('keys that classes have of their own', () => {
  const classes = ['1', 'Q', '⇧1', 'é'].map((key) => ({ name: key, color: 0, isOwnColor: false, key }));
  const scheme = keyScheme({ keys: defaultKeys, classes });

  test('label with the class, letters with and without Caps Lock', () => {
    const number = (key: string) => meaning(press(key), false, scheme);
    expect(['q', 'Q', 'é', '2'].map(number)).toEqual([1, 1, 3, 1].map((n) => ({ do: 'class', number: n })));
    expect(number('⇧')).toBeUndefined();
  });

  test('mean nothing in a question, where a key can only mean one of the images', () => {
    const asked = keyScheme({ keys: defaultKeys, classes }, 'relations');
    expect(meaning(press('q'), false, asked)).toBeUndefined();
    expect(meaning(press('2'), false, asked)).toEqual({ do: 'class', number: 1 });
  });

  test('never in a text field', () => {
    expect(meaning(press('q'), true, scheme)).toBeUndefined();
  });
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
