import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/dataset/files/slices.ts';
import { History } from '../../../src/dataset/history/history.ts';
import { unkeep } from '../../../src/dataset/history/lines.ts';
import { mergeLabels } from '../../../src/dataset/labels/merge.ts';
import type { Annotation } from '../../../src/dataset/types.ts';

const labeled = (label: string): Annotation => ({ label, skipped: false, flagged: false, source: '' });

/** A journal that labeled `before`, wrote labels.csv, and then labeled `after` ('' = took the label away). */
function journal(before: Record<string, string>, after: Record<string, string>): History {
  const history = new History();
  let id = 0;
  const act = (path: string, label: string): void =>
    history.fold({
      id: `${id++}`,
      time: '',
      window: 'w',
      kind: 'acts',
      acts: [{ kind: 'label', path, label }],
    });
  for (const [path, label] of Object.entries(before)) act(path, label);
  history.fold({ id: `${id++}`, time: '', window: 'w', kind: 'checkpoint', hash: 'x', lines: history.lines });
  for (const [path, label] of Object.entries(after)) act(path, label);
  return history;
}

function merged(history: History, file: Record<string, string>, isComplete = true) {
  const theirs = new Map(Object.entries(file).map(([path, label]) => [path, labeled(label)]));
  const { rows, conflicts } = atOnce(mergeLabels(history, theirs, isComplete));
  return {
    adopted: Object.fromEntries(rows.map(({ path, to }) => [path, unkeep(to)?.label ?? ''])),
    conflicts: conflicts.map(({ path, theirs: kept }) => [path, unkeep(kept)?.label ?? '']),
  };
}

describe('mergeLabels', () => {
  it('takes over what only they changed, added or deleted', () => {
    const history = journal({ a: 'cat', b: 'cat', c: 'cat' }, {});
    expect(merged(history, { a: 'dog', c: 'cat', d: 'cow' })).toEqual({
      adopted: { a: 'dog', b: '', d: 'cow' },
      conflicts: [],
    });
  });

  it('lets stand what only we changed', () => {
    const history = journal({ a: 'cat', b: 'cat' }, { a: 'dog', b: '', c: 'cow' });
    expect(merged(history, { a: 'cat', b: 'cat' })).toEqual({ adopted: {}, conflicts: [] });
  });

  it('keeps theirs as a conflict where both changed, and nothing where both changed alike', () => {
    const history = journal({ a: 'cat', b: 'cat' }, { a: 'dog', b: 'dog' });
    expect(merged(history, { a: 'cow', b: 'dog' })).toEqual({ adopted: {}, conflicts: [['a', 'cow']] });
  });

  it('sees no change of theirs in a file that we wrote and were killed before noting', () => {
    const history = journal({ a: 'cat' }, { a: 'dog' });
    history.fold({
      id: 'x',
      time: '',
      window: 'w',
      kind: 'acts',
      acts: [{ kind: 'label', path: 'a', label: 'cow' }],
    });
    expect(merged(history, { a: 'dog' })).toEqual({ adopted: {}, conflicts: [] });
  });

  it('deletes nothing on the word of a file that cannot be read completely', () => {
    expect(merged(journal({ a: 'cat' }, {}), {}, false)).toEqual({ adopted: {}, conflicts: [] });
  });

  it('gives for any three states the change of the side that changed, path by path', () => {
    const state = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.constantFrom('x', 'y', 'z'), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(state, state, state, (base, ours, theirs) => {
        const gone = Object.keys(base).filter((path) => !Object.hasOwn(ours, path));
        const changed = Object.entries(ours).filter(([path, label]) => base[path] !== label);
        const history = journal(base, Object.fromEntries([...changed, ...gone.map((path) => [path, ''])]));
        const { adopted, conflicts } = merged(history, theirs);
        for (const path of ['a', 'b', 'c', '__proto__']) {
          const at = (record: Record<string, string>): string =>
            Object.hasOwn(record, path) ? record[path] : '';
          const [was, our, their] = [at(base), at(ours), at(theirs)];
          const isTheirs = our === was && their !== was;
          expect(Object.hasOwn(adopted, path) ? adopted[path] : 'nothing').toBe(isTheirs ? their : 'nothing');
          const isConflict = our !== was && their !== was && our !== their;
          expect(conflicts.some(([name]) => name === path)).toBe(isConflict);
        }
      }),
      { numRuns: 500 },
    );
  });
});
