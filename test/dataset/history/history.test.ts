import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from '../../../src/dataset/history/history.ts';
import { formatLine, type Line, type LineBody, parseLine } from '../../../src/dataset/history/lines.ts';
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
    expect(entry && story.history.changedByOthers('undo', entry)).toBe('b');
    story.back('undo', 'one');
    expect(story.labels).toEqual({ b: 'dog' });
  });

  it('takes class events back with the labels of their line, and a rename with all labels', () => {
    const story = new Story();
    story.act('w', { kind: 'class-add', name: 'cat' }, label('a', 'cat'));
    story.act('w', { kind: 'class-add', name: 'dog' });
    story.act('w', { kind: 'class-rename', name: 'cat', to: 'tiger' });
    story.act('w', { kind: 'class-order', names: ['dog', 'tiger'] });
    expect([story.labels, story.history.classOrder]).toEqual([{ a: 'tiger' }, ['dog', 'tiger']]);
    story.back('undo', 'w');
    expect(story.history.classOrder).toEqual(['tiger', 'dog']);
    story.back('undo', 'w');
    expect([story.labels, story.history.classOrder]).toEqual([{ a: 'cat' }, ['cat', 'dog']]);
    story.back('undo', 'w');
    story.back('undo', 'w');
    expect([story.labels, story.history.classOrder]).toEqual([{}, []]);
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

  it('undone as often as there were acts, has no labels left, whatever the acts were', () => {
    const path = fc.constantFrom('a', 'b', '__proto__');
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('label' as const),
        path,
        label: fc.constantFrom('', 'cat', '__proto__'),
      }),
      fc.record({ kind: fc.constant('skip' as const), path, on: fc.boolean() }),
      fc.record({ kind: fc.constant('flag' as const), path, on: fc.boolean() }),
      fc.constant({ kind: 'class-rename' as const, name: 'cat', to: 'dog' }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 8 }), (units) => {
        const story = new Story();
        const states = units.map((acts) => {
          const before = story.labels;
          story.act('w', ...acts);
          return before;
        });
        const last = story.labels;
        for (const before of states.toReversed()) {
          story.back('undo', 'w');
          expect(story.labels).toEqual(before);
        }
        for (const _ of units) story.back('redo', 'w');
        expect(story.labels).toEqual(last);
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
      '{"id":"a","kind":"adopt","window":"w","rows":[{"path":"a","from":1,"to":null}]}',
      '{"id":"a","kind":"checkpoint","window":"w","hash":"x","lines":"3"}',
    ];
    for (const text of bad) expect(parseLine(text)).toBeUndefined();
    expect(parseLine('{"id":"a","kind":"relation","anything":1}')).toEqual({ id: 'a', kind: 'foreign' });
  });
});
