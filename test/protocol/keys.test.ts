import { describe, expect, it } from 'vitest';
import { keyScope } from '../../src/core/keys.ts';
import {
  actionsByKey,
  bindKeys,
  classKeyFault,
  defaultKeys,
  keyActionNames,
  shownKey,
} from '../../src/protocol/keys.ts';

describe('the usual keys', () => {
  it('give each action one of its own, and no digit', () => {
    const all = keyActionNames.flatMap((name) => defaultKeys[name]);
    for (const scope of ['images', 'relations'] as const) {
      const meant = keyActionNames.filter((name) => [scope, undefined].includes(keyScope(name)));
      const keys = meant.flatMap((name) => defaultKeys[name]);
      expect(actionsByKey(defaultKeys, scope).size).toBe(keys.length);
    }
    expect(all.filter((key) => /\d/.test(key))).toEqual([]);
  });
});

describe('the setting for other keys', () => {
  it('changes the actions it names and no others', () => {
    const { keys, fault } = bindKeys({ skip: 's', nextUndecided: ['n', 'shift+j'], flag: [] });
    expect(fault).toBeUndefined();
    expect(keys).toEqual({ ...defaultKeys, skip: ['s'], nextUndecided: ['n', 'Shift+j'], flag: [] });
  });

  it('lets two actions change places', () => {
    expect(bindKeys({ flag: 'x', reject: 'f' }).keys).toMatchObject({ flag: ['x'], reject: ['f'] });
  });

  it('gives one key to two actions where only one of them means something', () => {
    expect(bindKeys({ same: 'a', later: 'x' }).fault).toBeUndefined();
    expect(actionsByKey(defaultKeys, 'images').get('f')).toBe('flag');
    expect(actionsByKey(defaultKeys, 'relations').get('f')).toBe('different');
  });

  it('stands where it takes a key that an action of one view has by default: there, the action goes first', () => {
    const { keys, fault } = bindKeys({ nextUndecided: ['n', 'j'] });
    expect(fault).toBeUndefined();
    expect(actionsByKey(keys, 'images').get('j')).toBe('nextUndecided');
    expect(actionsByKey(keys, 'relations').get('j')).toBe('same');
  });

  it.each<[Record<string, unknown>, string]>([
    [{ skp: 's' }, 'nextBatch.keys names the action "skp", which there is not; did you mean skip?'],
    [{ constructor: 's' }, 'the actions are skip, undo, '],
    [{ skip: 'ab' }, 'gives skip the key "ab"; a key is one character or one of Space, Enter, '],
    [{ skip: '' }, 'gives skip the key ""'],
    [{ skip: 7 }, 'gives skip the key 7'],
    [{ skip: ['s', null] }, 'gives skip the key null'],
    [{ skip: '3' }, 'gives skip the key 3, but the digits label with classes.'],
    [{ skip: 'Shift+3' }, 'gives skip the key 3, but the digits'],
    [{ skip: 'f' }, 'gives skip the key F, which is the key of flag too; give flag another one.'],
    [{ help: 'f' }, 'gives help the key F, which is the key of flag too; give flag another one.'],
    [{ skip: 's', flag: 'S' }, 'gives flag the key S, which is the key of skip too'],
    [{ same: 'l' }, 'gives same the key L, which is the key of later too; give later another one.'],
    [{ same: 'n' }, 'gives same the key N, which is the key of nextUndecided too'],
    [{ skip: 'SPACE', undo: ' ' }, 'gives undo the key Space, which is the key of skip too'],
  ])('%j is told as a sentence, and the usual keys stand', (setting, sentence) => {
    const { keys, fault } = bindKeys(setting);
    expect(fault).toContain(sentence);
    expect(fault).toMatch(/Until that is mended, the usual keys apply\.$/);
    expect(keys).toEqual(defaultKeys);
  });
});

describe('a key of its own for a class', () => {
  it('is refused if it is a command, which is named', () => {
    expect(classKeyFault('f', defaultKeys)).toBe(
      'F flags images: choose another key, or rebind flag in nextBatch.keys.',
    );
    expect(classKeyFault('q', defaultKeys)).toBeUndefined();
    expect(classKeyFault('f', bindKeys({ flag: 'g' }).keys)).toBeUndefined();
    expect(classKeyFault('W', bindKeys({ previousUndecided: 'Shift+w' }).keys)).toContain(
      'rebind previousUndecided',
    );
  });
});

it('keys are written as they stand on the keyboard', () => {
  expect(['Space', 'n', 'Shift+n', 'ArrowLeft', 'Shift+PageUp', 'é', '/'].map(shownKey)).toEqual([
    'Space',
    'N',
    'Shift+N',
    '←',
    'Shift+Page Up',
    'É',
    '/',
  ]);
});
