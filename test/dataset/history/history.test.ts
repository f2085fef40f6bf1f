import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from '../../../src/dataset/history/history.ts';
import { formatLine, type Line, type LineBody, parseLine } from '../../../src/dataset/history/lines.ts';
import { sameAnnotation } from '../../../src/dataset/labels/annotation.ts';
import type { Act } from '../../../src/dataset/types.ts';
import { labelsOf } from '../../support/datasets.ts';

let next = 0;
function line(window: string, body: LineBody): Line {
  return { id: `line ${next++}`, time: '', window, ...body };
}
const label = (path: string, name: string): Act => ({ kind: 'label', path, label: name });

class Story {
  readonly history = new History();
  readonly #passed = new Set<string>();

  act(window: string, ...acts: readonly Act[]): Line {
    return this.fold(window, { kind: 'acts', acts });
  }

  back(kind: 'undo' | 'redo', window: string): void {
    const entry = this.history.next(kind, window, this.#passed);
    if (entry !== undefined) this.fold(window, { kind, of: entry.id });
  }

  fold(window: string, body: LineBody): Line {
    const made = line(window, body);
    this.history.fold(made);
    return made;
  }

  get labels(): Record<string, string> {
    return labelsOf(this.history);
  }

  get classes(): readonly string[] {
    return this.history.classes.map(({ name }) => name);
  }

  /** All that a fold adds up to, but for what it takes to take things back. */
  get state(): unknown {
    const { annotations, counts, classes } = this.history;
    return { annotations: new Map(annotations), counts: new Map(counts), classes };
  }
}

describe('History', () => {
  it('gives a skipped image no label and a labeled image no skip, and keeps the flag through both', () => {
    const story = new Story();
    story.act('w', label('a', 'cat'), { kind: 'flag', path: 'a', on: true });
    story.act('w', { kind: 'skip', path: 'a', on: true });
    expect(story.labels).toEqual({ a: 'skip!' });
    story.act('w', label('a', 'dog'));
    expect(story.labels).toEqual({ a: 'dog!' });
    story.act('w', label('a', ''), { kind: 'flag', path: 'a', on: false });
    expect(story.history.annotations.size).toBe(0);
  });

  it('undoes and does again in the order of one window, several acts on one image included', () => {
    const story = new Story();
    story.act('w', label('a', 'cat'));
    story.act('w', label('a', 'dog'), label('b', 'dog'));
    story.act('w', { kind: 'skip', path: 'a', on: true });
    story.back('undo', 'w');
    expect(story.labels).toEqual({ a: 'dog', b: 'dog' });
    story.back('undo', 'w');
    expect(story.labels).toEqual({ a: 'cat' });
    story.back('undo', 'w');
    expect(story.labels).toEqual({});
    story.back('redo', 'w');
    story.back('redo', 'w');
    expect(story.labels).toEqual({ a: 'dog', b: 'dog' });
    story.act('w', label('c', 'cow'));
    expect(story.history.next('redo', 'w', new Set())).toBeUndefined();
  });

  it('keeps windows apart: each takes back its own acts', () => {
    const story = new Story();
    story.act('one', label('a', 'cat'));
    story.act('two', label('b', 'dog'));
    story.back('undo', 'one');
    expect(story.labels).toEqual({ b: 'dog' });
  });

  it('names the image that another window changed since', () => {
    const story = new Story();
    story.act('one', label('a', 'cat'), label('b', 'cat'));
    const entry = story.history.next('undo', 'one', new Set());
    story.act('two', label('b', 'dog'));
    expect(entry && story.history.changedByOthers('undo', entry)).toEqual(['b']);
    story.back('undo', 'one');
    expect(story.labels).toEqual({ b: 'dog' });
  });

  it('takes class events back with the labels of their line, and a rename with all labels', () => {
    const story = new Story();
    story.act('w', { kind: 'class-add', name: 'cat' }, label('a', 'cat'));
    story.act('w', { kind: 'class-add', name: 'dog' });
    story.act('w', { kind: 'class-rename', name: 'cat', to: 'tiger' });
    story.act('w', { kind: 'class-order', names: ['dog', 'tiger'] });
    expect([story.labels, story.classes]).toEqual([{ a: 'tiger' }, ['dog', 'tiger']]);
    story.back('undo', 'w');
    expect(story.classes).toEqual(['tiger', 'dog']);
    story.back('undo', 'w');
    expect([story.labels, story.classes]).toEqual([{ a: 'cat' }, ['cat', 'dog']]);
    story.back('undo', 'w');
    story.back('undo', 'w');
    expect([story.labels, story.classes]).toEqual([{}, []]);
  });

  it('takes over a row of others only while what it replaces is still so', () => {
    const story = new Story();
    story.act('w', label('a', 'cat'), label('b', 'cat'));
    story.fold('w', {
      kind: 'adopt',
      rows: [
        { path: 'a', from: { label: 'cat' }, to: { label: 'cow' } },
        { path: 'b', from: { label: 'pig' }, to: { label: 'cow' } },
        { path: 'c', from: null, to: { skipped: true } },
      ],
    });
    expect(story.labels).toEqual({ a: 'cow', b: 'cat', c: 'skip' });
  });

  it('forgets a conflict when somebody decides again', () => {
    const story = new Story();
    story.fold('w', { kind: 'conflict', path: 'a', ours: { label: 'cat' }, theirs: { label: 'dog' } });
    expect([...story.history.conflicts.keys()]).toEqual(['a']);
    story.act('w', label('a', 'dog'));
    expect(story.history.conflicts.size).toBe(0);
  });

  it('moves label and identity with a renamed image, but never onto a labeled one', () => {
    const story = new Story();
    story.act('w', label('a', 'cat'), label('b', 'dog'));
    story.fold('w', { kind: 'identity', hashes: [['a', 'hash']] });
    story.fold('w', { kind: 'rename', from: 'a', to: 'b' });
    story.fold('w', { kind: 'rename', from: 'a', to: 'c' });
    expect(story.labels).toEqual({ b: 'dog', c: 'cat' });
    expect([...story.history.identities]).toEqual([['c', 'hash']]);
  });

  it('gives the values since the lines that a checkpoint holds, not since its own line', () => {
    const story = new Story();
    story.act('w', label('a', 'cat'));
    story.act('w', label('a', 'dog'));
    story.fold('w', { kind: 'checkpoint', hash: 'x', lines: 1 });
    expect(
      [...story.history.recentValues()].map(([path, values]) => [path, values.map((v) => v?.label)]),
    ).toEqual([['a', ['cat']]]);
    story.fold('w', { kind: 'checkpoint', hash: 'x', lines: 3 });
    expect(story.history.isAhead).toBe(false);
  });

  it('counts a line once that a merge by git has doubled', () => {
    const story = new Story();
    const doubled = story.act('w', label('a', 'cat'));
    story.act('w', label('a', 'dog'));
    story.history.fold(doubled);
    expect(story.labels).toEqual({ a: 'dog' });
    expect(story.history.lines).toBe(3);
  });

  it('merges a class with its look, and gives both back exactly', () => {
    const story = new Story();
    story.act('w', label('a', 'cat'), label('b', 'tabby'), label('c', 'dog'));
    for (const name of ['cat', 'tabby', 'dog']) story.act('w', { kind: 'class-add', name });
    story.act('w', { kind: 'class-color', name: 'tabby', color: 7 });
    story.act('w', { kind: 'class-key', name: 'tabby', key: 'q' });
    const before = story.state;
    story.act('w', { kind: 'class-merge', name: 'tabby', into: 'cat' });
    expect([story.labels, story.classes]).toEqual([{ a: 'cat', b: 'cat', c: 'dog' }, ['cat', 'dog']]);
    const after = story.state;
    for (const state of [before, after, before]) {
      story.back(state === before ? 'undo' : 'redo', 'w');
      expect(story.state).toEqual(state);
    }
  });

  it('takes a merge back around what another window has decided since', () => {
    const story = new Story();
    for (const name of ['cat', 'tabby']) story.act('one', { kind: 'class-add', name });
    story.act('one', label('a', 'tabby'), label('b', 'tabby'), label('c', 'cat'));
    story.act('one', { kind: 'class-merge', name: 'tabby', into: 'cat' });
    story.act('two', label('b', 'dog'), { kind: 'class-add', name: 'dog' }, label('d', 'cat'));
    story.back('undo', 'one');
    expect(story.labels).toEqual({ a: 'tabby', b: 'dog', c: 'cat', d: 'cat' });
    expect(story.classes).toEqual(['cat', 'tabby', 'dog']);
    story.back('redo', 'one');
    expect(story.labels).toEqual({ a: 'cat', b: 'dog', c: 'cat', d: 'cat' });
  });

  it('makes two classes one that two windows gave the same name', () => {
    const story = new Story();
    for (const name of ['cat', 'dog']) story.act('w', { kind: 'class-add', name });
    story.act('w', label('a', 'cat'), label('b', 'dog'));
    story.act('one', { kind: 'class-rename', name: 'cat', to: 'pet' });
    story.act('two', { kind: 'class-rename', name: 'dog', to: 'pet' });
    expect([story.labels, story.classes]).toEqual([{ a: 'pet', b: 'pet' }, ['pet']]);
    story.back('undo', 'two');
    expect([story.labels, story.classes]).toEqual([{ a: 'pet', b: 'dog' }, ['pet', 'dog']]);
  });

  it('takes an order back around a class that was added since, and leaves an order of others alone', () => {
    const story = new Story();
    for (const name of ['a', 'b', 'c']) story.act('one', { kind: 'class-add', name });
    story.act('one', { kind: 'class-order', names: ['c', 'a'] });
    story.act('two', { kind: 'class-add', name: 'd' });
    expect(story.classes).toEqual(['c', 'a', 'b', 'd']);
    story.back('undo', 'one');
    expect(story.classes).toEqual(['a', 'b', 'c', 'd']);
    story.back('redo', 'one');
    story.act('two', { kind: 'class-order', names: ['b', 'c', 'a'] });
    story.back('undo', 'one');
    expect(story.classes).toEqual(['b', 'c', 'a', 'd']);
  });

  it('gives each class a color that stays when the order changes', () => {
    const story = new Story();
    const slots = () => Object.fromEntries(story.history.classes.map(({ name, slot }) => [name, slot]));
    for (const name of ['a', 'b', 'c']) story.act('w', { kind: 'class-add', name });
    story.act('w', { kind: 'class-order', names: ['c', 'b', 'a'] });
    expect(slots()).toEqual({ a: 0, b: 1, c: 2 });
    story.act('w', { kind: 'class-remove', name: 'b' });
    story.act('w', { kind: 'class-add', name: 'd' });
    expect(slots()).toEqual({ a: 0, c: 2, d: 1 });
  });

  it('tells the last acts of one window in short, without those taken back', () => {
    const story = new Story();
    const short = () =>
      story.history
        .last(3, 'w')
        .map(({ short: { kind, on, count, path, names } }) => [kind, on, count, path, names]);
    story.act('w', { kind: 'class-add', name: 'cat' }, label('a', 'cat'), label('b', 'cat'));
    story.act('other', label('c', 'dog'));
    story.act('w', { kind: 'skip', path: 'c', on: true });
    story.act('w', label('a', 'dog'), label('b', ''), label('a', 'ox'), label('d', 'eel'));
    story.act('w', { kind: 'class-rename', name: 'dog', to: 'hound' });
    expect(short()).toEqual([
      ['class-rename', false, 0, '', ['dog', 'hound']],
      ['label', false, 3, 'a', ['dog', '', 'ox']],
      ['skip', true, 1, 'c', []],
    ]);
    story.back('undo', 'w');
    story.back('undo', 'w');
    story.act('w', { kind: 'flag', path: 'a', on: false }, { kind: 'skip', path: 'a', on: true });
    expect(short()).toEqual([
      ['several', false, 1, 'a', []],
      ['skip', true, 1, 'c', []],
      ['label', false, 2, 'a', ['cat']],
    ]);
  });

  const name = fc.constantFrom('cat', 'dog', '__proto__');
  const path = fc.constantFrom('a', 'b', 'c', '__proto__');
  const act: fc.Arbitrary<Act> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('label'),
        path,
        label: fc.constantFrom('', 'cat', 'dog', '__proto__'),
      }),
    },
    fc.record({ kind: fc.constant('skip'), path, on: fc.boolean() }),
    fc.record({ kind: fc.constant('flag'), path, on: fc.boolean() }),
    fc.record({ kind: fc.constant('class-add'), name }),
    fc.record({ kind: fc.constant('class-rename'), name, to: name }),
    fc.record({ kind: fc.constant('class-merge'), name, into: name }),
    fc.record({ kind: fc.constant('class-remove'), name }),
    fc.record({ kind: fc.constant('class-order'), names: fc.array(name) }),
    fc.record({ kind: fc.constant('class-color'), name, color: fc.constantFrom(null, 0, 9) }),
    fc.record({ kind: fc.constant('class-key'), name, key: fc.constantFrom('', 'q', 'w') }),
  );
  const units = fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 8 });

  it('undone as often as there were acts, is as it was, whatever the acts were', () => {
    fc.assert(
      fc.property(units, (all) => {
        const story = new Story();
        const states = all.map((acts) => {
          const before = story.state;
          story.act('w', ...acts);
          return before;
        });
        const last = story.state;
        for (const before of states.toReversed()) {
          story.back('undo', 'w');
          expect(story.state).toEqual(before);
        }
        for (const _ of all) story.back('redo', 'w');
        expect(story.state).toEqual(last);
      }),
      { numRuns: 500 },
    );
  });

  it('never takes away what another window decided since, and counts right, whatever the acts were', () => {
    const check = ({ history, classes }: Story): void => {
      const counts = new Map<string, number>();
      for (const { label: of } of history.annotations.values())
        if (of !== '') counts.set(of, (counts.get(of) ?? 0) + 1);
      expect(history.counts).toEqual(counts);
      expect(new Set(classes).size).toBe(classes.length);
    };
    fc.assert(
      fc.property(units, units, fc.integer({ min: 0, max: 3 }), (ours, theirs, undone) => {
        const story = new Story();
        for (const acts of ours) story.act('one', ...acts);
        for (let i = 0; i < undone; i++) story.back('undo', 'one');
        const before = new Map(story.history.annotations);
        for (const acts of theirs) story.act('two', ...acts);
        const after = new Map(story.history.annotations);
        const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (image) => !sameAnnotation(before.get(image), after.get(image)),
        );
        const stay = (): void => {
          check(story);
          for (const image of changed) expect(story.history.annotations.get(image)).toEqual(after.get(image));
        };
        for (let i = 0; i < undone; i++) {
          story.back('redo', 'one');
          stay();
        }
        for (const _ of ours) {
          story.back('undo', 'one');
          stay();
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('lines of the journal', () => {
  it('are read as they were written', () => {
    const made = line('w', { kind: 'acts', acts: [label('a\n"b"', '__proto__')] });
    expect(formatLine(made).endsWith('}\n')).toBe(true);
    expect(parseLine(formatLine(made).trim())).toEqual(made);
  });

  it('are refused if they are not what they say, and left alone if another version wrote them', () => {
    const bad = [
      '',
      'null',
      '[]',
      '{"id":1}',
      '{"id":"a","kind":"acts","window":"w","acts":[{"kind":"label","path":1,"label":"x"}]}',
      '{"id":"a","kind":"acts","window":"w","acts":[{"kind":"constructor","path":"a"}]}',
      '{"id":"a","kind":"acts","window":"w","acts":[{"kind":"class-merge","name":"x"}]}',
      '{"id":"a","kind":"acts","window":"w","acts":[{"kind":"class-color","name":"x","color":10}]}',
      '{"id":"a","kind":"acts","window":"w","acts":[{"kind":"class-key","name":"x","key":1}]}',
      '{"id":"a","kind":"adopt","window":"w","rows":[{"path":"a","from":1,"to":null}]}',
      '{"id":"a","kind":"checkpoint","window":"w","hash":"x","lines":"3"}',
    ];
    for (const text of bad) expect(parseLine(text)).toBeUndefined();
    expect(parseLine('{"id":"a","kind":"relation","anything":1}')).toEqual({ id: 'a', kind: 'foreign' });
  });
});
