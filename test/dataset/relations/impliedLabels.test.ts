import { describe, expect, it } from 'vitest';
import type { Act } from '../../../src/dataset/types.ts';
import { label } from '../../support/datasets.ts';
import { answer, RelationStory } from '../../support/relationStory.ts';

const skip = (path: string, on = true): Act => ({ kind: 'skip', path, on });
const flag = (path: string, on = true): Act => ({ kind: 'flag', path, on });
const retract = (of: string): Act => ({ kind: 'retract', of });
const same = answer('1', 'a', { same: ['b', 'c'], different: ['d'], unsure: ['e'] });

function told(...acts: readonly Act[]): RelationStory {
  const story = new RelationStory();
  for (const act of acts) story.act(act);
  return story;
}

describe('labels that follow from relations', () => {
  it.each<readonly [string, readonly Act[], Record<string, string>]>([
    ['are those of an image that is the same', [label('a', 'cat'), same], { a: 'cat', b: 'cat*', c: 'cat*' }],
    ['come when one of a group is named', [same, label('c', 'cat')], { a: 'cat*', b: 'cat*', c: 'cat' }],
    ['are none where no image has a name', [same], {}],
    ['go when the answer is withdrawn', [label('a', 'cat'), same, retract('1')], { a: 'cat' }],
    ['go when the label goes', [label('a', 'cat'), same, skip('a')], { a: 'skip' }],
    ['leave skipped images alone', [label('a', 'cat'), skip('b'), same], { a: 'cat', b: 'skip', c: 'cat*' }],
    [
      'come back with an image that is skipped no longer',
      [label('a', 'cat'), same, skip('b'), skip('b', false)],
      { a: 'cat', b: 'cat*', c: 'cat*' },
    ],
    ['leave flags alone', [label('a', 'cat'), flag('b'), same], { a: 'cat', b: 'cat*!', c: 'cat*' }],
    ['leave flags behind', [label('a', 'cat'), same, flag('b'), retract('1')], { a: 'cat', b: '!' }],
    [
      "are a person's once said by one",
      [label('a', 'cat'), same, label('b', 'cat'), retract('1')],
      { a: 'cat', b: 'cat' },
    ],
    [
      'are not those of a person who says otherwise',
      [label('a', 'cat'), same, label('b', 'dog')],
      { a: 'cat', b: 'dog', c: 'cat*' },
    ],
    [
      'do not come back where they were taken away',
      [label('a', 'cat'), same, label('b', ''), answer('2', 'b', { same: ['c'] })],
      { a: 'cat', c: 'cat*' },
    ],
    [
      'do not come back where a label of a person was taken away',
      [label('a', 'cat'), same, label('b', 'dog'), label('b', '')],
      { a: 'cat', c: 'cat*' },
    ],
    [
      'come to an image whose label was taken away before anything was said of it',
      [label('b', 'dog'), label('b', ''), label('a', 'cat'), same],
      { a: 'cat', b: 'cat*', c: 'cat*' },
    ],
    [
      'stay away from a refused image that is flagged and skipped in between',
      [label('a', 'cat'), same, label('b', ''), flag('b'), skip('b'), skip('b', false)],
      { a: 'cat', b: '!', c: 'cat*' },
    ],
    [
      'go by the new name of a class',
      [
        label('a', 'cat'),
        same,
        { kind: 'class-add', name: 'cat' },
        { kind: 'class-rename', name: 'cat', to: 'tiger' },
      ],
      { a: 'tiger', b: 'tiger*', c: 'tiger*' },
    ],
    [
      'go with a merged class',
      [
        label('a', 'cat'),
        same,
        { kind: 'class-add', name: 'cat' },
        { kind: 'class-add', name: 'pet' },
        { kind: 'class-merge', name: 'cat', into: 'pet' },
      ],
      { a: 'pet', b: 'pet*', c: 'pet*' },
    ],
    [
      'are counted once where an answer is said twice',
      [label('a', 'cat'), same, same],
      { a: 'cat', b: 'cat*', c: 'cat*' },
    ],
    [
      'come from an answer that was withdrawn and said again',
      [label('a', 'cat'), same, retract('1'), same],
      { a: 'cat', b: 'cat*', c: 'cat*' },
    ],
  ])('%s', (_, acts, shown) => {
    expect(told(...acts).shown).toEqual(shown);
  });

  it('follow where all classes but one are out of question, once the class list is closed', () => {
    const story = told(label('a', 'cat'), label('x', 'dog'), answer('1', 'a', { different: ['b'] }));
    const classes: readonly Act[] = ['cat', 'dog'].map((name) => ({ kind: 'class-add', name }));
    story.act(...classes);
    expect(story.shown).toEqual({ a: 'cat', x: 'dog' });
    story.act({ kind: 'eliminate', on: true });
    expect(story.shown).toEqual({ a: 'cat', b: 'dog*', x: 'dog' });
    story.act({ kind: 'class-add', name: 'cow' });
    expect(story.shown).toEqual({ a: 'cat', x: 'dog' });
    story.act({ kind: 'class-remove', name: 'cow' });
    expect(story.shown).toEqual({ a: 'cat', b: 'dog*', x: 'dog' });
    story.act({ kind: 'eliminate', on: false });
    expect(story.shown).toEqual({ a: 'cat', x: 'dog' });
    story.back('undo');
    expect(story.shown).toEqual({ a: 'cat', b: 'dog*', x: 'dog' });
  });

  it('are taken back and come again with the answer, with the label, and with its refusal', () => {
    const story = told(label('a', 'cat'), same, label('b', ''));
    const states = [{ a: 'cat', c: 'cat*' }, { a: 'cat', b: 'cat*', c: 'cat*' }, { a: 'cat' }, {}];
    expect(story.shown).toEqual(states[0]);
    for (const state of states.slice(1)) {
      story.back('undo');
      expect(story.shown).toEqual(state);
    }
    for (const state of states.slice(0, -1).reverse()) {
      story.back('redo');
      expect(story.shown).toEqual(state);
    }
    story.act(retract('1'));
    expect(story.shown).toEqual({ a: 'cat' });
    story.back('undo');
    expect(story.shown).toEqual(states[0]);
  });

  it('are counted like any label, and told apart', () => {
    const { history } = told(label('a', 'cat'), same, label('d', 'dog'));
    expect(history.counts).toEqual(
      new Map([
        ['cat', 3],
        ['dog', 1],
      ]),
    );
    expect(history.relations.implied).toBe(2);
    expect([...history.takeTouched()].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(history.isAhead).toBe(true);
  });

  it('go with an image that has another name', () => {
    const story = told(label('a', 'cat'), same);
    story.fold({ kind: 'rename', from: 'b', to: 'z' });
    expect(story.shown).toEqual({ a: 'cat', c: 'cat*', z: 'cat*' });
    expect(story.history.relations.answers[0]).toMatchObject({ same: ['z', 'c'] });
    story.act(retract('1'));
    expect(story.shown).toEqual({ a: 'cat' });
  });

  it('come from one of two answers that contradict each other, and the conflict is told', () => {
    const story = told(label('a', 'cat'), label('x', 'dog'), same, answer('2', 'x', { same: ['b'] }));
    expect(story.shown).toEqual({ a: 'cat', b: 'cat*', c: 'cat*', x: 'dog' });
    const { relations } = story.history;
    expect(relations.graph.conflicts.map(({ statement }) => relations.answerOf(statement))).toEqual(['2']);
    story.act(retract('1'));
    expect(story.shown).toEqual({ a: 'cat', b: 'dog*', x: 'dog' });
    expect(relations.graph.conflicts).toEqual([]);
  });
});

describe('rows of labels.csv that another program changed', () => {
  const cat = { label: 'cat', source: 'relation' } as const;

  it.each<readonly [string, Record<string, unknown> | null, string | undefined, string | undefined]>([
    ['deleted: no label follows any more', null, undefined, undefined],
    ['emptied: no label follows any more', { flagged: true }, '!', '!'],
    ["another label: a person's", { label: 'dog', source: 'relation' }, 'dog', 'dog'],
    ["another label and no source: a person's", { label: 'dog' }, 'dog', 'dog'],
    ["no source: a person's", { label: 'cat' }, 'cat', 'cat'],
    ['flagged: the label follows as before', { ...cat, flagged: true }, 'cat*!', '!'],
    ['skipped', { skipped: true }, 'skip', 'skip'],
  ])('%s', (_, to, then, withdrawn) => {
    const story = told(label('a', 'cat'), same);
    story.fold({ kind: 'adopt', rows: [{ path: 'b', from: cat, to }] });
    expect(story.shown.b).toBe(then);
    story.act(retract('1'));
    expect(story.shown.b).toBe(withdrawn);
    story.back('undo');
    expect(story.shown.b).toBe(then);
  });

  it('leave an image refused whose flag is taken away', () => {
    const story = told(label('a', 'cat'), same, label('b', ''), flag('b'));
    story.fold({ kind: 'adopt', rows: [{ path: 'b', from: { flagged: true }, to: null }] });
    expect(story.shown).toEqual({ a: 'cat', c: 'cat*' });
  });

  it('keep a label that was said to follow and does not, and let nothing follow from it', () => {
    const story = told(same);
    story.fold({ kind: 'adopt', rows: [{ path: 'b', from: null, to: cat }] });
    expect(story.shown).toEqual({ b: 'cat*' });
    story.act(label('a', 'dog'));
    expect(story.shown).toEqual({ a: 'dog', b: 'dog*', c: 'dog*' });
    story.back('undo');
    expect(story.shown).toEqual({ b: 'cat*' });
  });

  it('are worked out anew where all that was lost comes back from both files', () => {
    const story = new RelationStory();
    const rows = [
      { path: 'b', from: null, to: cat },
      { path: 'a', from: null, to: { label: 'cat' } },
    ];
    story.fold({ kind: 'adopt', rows, acts: [same] });
    expect(story.shown).toEqual({ a: 'cat', b: 'cat*', c: 'cat*' });
    story.act(retract('1'));
    expect(story.shown).toEqual({ a: 'cat' });
  });
});
