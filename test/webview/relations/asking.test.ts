import { describe, expect, test } from 'vitest';
import type { PanelConflict, PanelQuery, PanelStatement } from '../../../src/protocol/relationsPanel.ts';
import { type Asked, Asking } from '../../../webview/relations/asking.ts';
import { imagesOf, inOrder } from '../../../webview/relations/chain.ts';
import { moved } from '../../../webview/relations/moving.ts';

const grid = (id: string, anchor: string, candidates: readonly string[]): PanelQuery => ({
  id,
  purpose: 'label',
  expected: 1,
  why: '',
  label: '',
  kind: 'grid',
  anchor,
  candidates,
});
const first = grid('1', 'a', ['b', 'c', 'd']);
const second = grid('2', 'e', ['f', 'g']);

function asking(...queries: readonly PanelQuery[]): Asking {
  const made = new Asking();
  made.follow(queries);
  return made;
}

const idOf = (asked: Asked | undefined): string | undefined => asked?.query.id;

describe('what is asked', () => {
  test('is answered by what was chosen; all else is different', () => {
    const now = asking(first, second);
    expect([now.toggle(0, 'same'), now.toggle(1, 'unsure'), now.toggle(3, 'same')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(now.answer()).toEqual({
      kind: 'relation',
      query: 'grid',
      anchor: 'a',
      same: ['b'],
      different: ['d'],
      unsure: ['c'],
    });
  });

  test('is the next question before the host knows of the answer, and stays so when it tells the old list again', () => {
    const now = asking(first, second);
    now.answer();
    now.follow([first, second]);
    expect(idOf(now.asked)).toBe('2');
    now.follow([second]);
    expect(idOf(now.asked)).toBe('2');
  });

  test('comes back as it was chosen when the host asks it again', () => {
    const now = asking(first, second);
    now.toggle(2, 'same');
    now.answer();
    now.follow([second]);
    now.toggle(0, 'unsure');
    now.follow([first, second]);
    expect(idOf(now.asked)).toBe('1');
    expect([...(now.asked?.chosen ?? [])]).toEqual([['d', 'same']]);
    now.answer();
    now.follow([second]);
    expect([...(now.asked?.chosen ?? [])]).toEqual([['f', 'unsure']]);
  });

  test('is asked again if the answer could not be saved', () => {
    const now = asking(first, second);
    now.toggle(0, 'same');
    now.answer();
    now.restore('1');
    now.follow([first, second]);
    expect(idOf(now.asked)).toBe('1');
    expect(now.asked?.chosen.get('b')).toBe('same');
  });

  test('gives way to another question, and is the only one again when that is answered', () => {
    const now = asking(first, second);
    now.later('1');
    now.follow([first, second]);
    expect(idOf(now.asked)).toBe('2');
    now.follow([second, first]);
    expect(idOf(now.asked)).toBe('2');
    now.answer();
    now.follow([first]);
    expect(idOf(now.asked)).toBe('1');
  });

  test('put off though it is the only one, is asked again', () => {
    const now = asking(first);
    now.later('1');
    now.follow([first]);
    expect(idOf(now.asked)).toBe('1');
  });

  test('keeps the places of candidates that are known meanwhile, and says nothing of them', () => {
    const now = asking(first);
    now.toggle(0, 'same');
    now.toggle(2, 'same');
    now.follow([{ ...first, kind: 'grid', anchor: 'a', candidates: ['c', 'd'] }]);
    expect(now.asked?.candidates).toEqual(['b', 'c', 'd']);
    expect(now.toggle(0, 'same')).toBe(false);
    expect(now.answer()).toMatchObject({ same: ['d'], different: ['c'], unsure: [] });
  });

  test('is as it was chosen before the page was loaded anew, where it is the same question', () => {
    const before = asking(first, second);
    before.toggle(0, 'same');
    before.toggle(2, 'unsure');
    const kept = before.choice;
    expect(kept).toEqual({ anchor: 'a', same: ['b'], unsure: ['d'] });
    const now = new Asking();
    now.follow([grid('1', 'a', ['d', 'c']), second], kept);
    expect([...(now.asked?.chosen ?? [])]).toEqual([['d', 'unsure']]);
    now.clear();
    now.follow([grid('1', 'a', ['d', 'c']), second], kept);
    expect([...(now.asked?.chosen ?? [])]).toEqual([]);
    const other = new Asking();
    other.follow([second], kept);
    expect([other.asked?.chosen.size, other.choice]).toEqual([0, undefined]);
  });

  test('may be nothing', () => {
    const now = asking();
    expect([now.asked, now.answer(), now.toggle(0, 'same')]).toEqual([undefined, undefined, false]);
  });
});

describe('the chain that proves a contradiction', () => {
  const statement = (change: Partial<PanelStatement>): PanelStatement => ({
    answer: '1',
    a: '',
    b: '',
    relation: 'same',
    label: '',
    source: '',
    times: 1,
    ...change,
  });
  const conflict = (...chain: readonly PanelStatement[]): PanelConflict => ({
    id: 'c',
    said: statement({ a: 'a', b: 'z' }),
    chain,
    ask: { a: 'a', b: 'z' },
  });
  const lines = (...chain: readonly PanelStatement[]): readonly string[] =>
    inOrder(conflict(...chain)).map(({ a, b, relation, label }) => `${a} ${relation} ${b}${label}`);
  const labeled = (a: string, label: string) => statement({ answer: '', a, relation: 'label', label });

  test('begins each statement where the one before it ends, whichever way it was said', () => {
    expect(
      lines(
        statement({ a: 'b', b: 'a' }),
        statement({ a: 'b', b: 'c', relation: 'different' }),
        statement({ a: 'z', b: 'c' }),
      ),
    ).toEqual(['a same b', 'b different c', 'c same z']);
  });

  test('goes over the classes of two images', () => {
    expect(
      lines(labeled('a', 'cat'), labeled('b', 'cat'), statement({ a: 'z', b: 'b', relation: 'different' })),
    ).toEqual(['a label cat', 'b label cat', 'b different z']);
  });

  test('shows each of its images once, those that it is about first', () => {
    const about = conflict(statement({ a: 'a', b: 'b' }), labeled('b', 'cat'), statement({ a: 'c', b: 'z' }));
    expect(imagesOf(about)).toEqual(['a', 'z', 'b', 'c']);
  });
});

test('the cursor stays among the images, and up and down in their column', () => {
  expect(moved(4, 'up', 3, 9)).toBe(1);
  expect(moved(1, 'up', 3, 9)).toBe(1);
  expect(moved(7, 'down', 3, 8)).toBe(7);
  expect([moved(0, 'left', 3, 9), moved(8, 'right', 3, 9), moved(3, 'last', 3, 9)]).toEqual([0, 8, 8]);
  expect(moved(2, 'right', 3, 0)).toBe(0);
});
