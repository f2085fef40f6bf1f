import { gather } from '../math/matrix.ts';
import { rowLengths } from '../model/training.ts';
import { createRng } from '../rng.ts';
import type { Pool, SelectorContext } from '../selectors/selector.ts';
import type { Query } from './query.ts';
import { relationValue, type Statements } from './statements.ts';

export interface RoundOptions {
  readonly count: number;
  readonly candidates: number;
  readonly seed: number;
}

/** Candidates looked at per one that is shown. */
const lookedAt = 8;

/**
 * Grid questions by nearness alone: of each class or group in turn one of its images, with the images nearest to it that are in
 * neither. Where nothing is known yet the anchors are drawn. `pool.labels` are those that were given.
 */
export async function nearestRound(
  pool: Pool,
  statements: Statements,
  { count, candidates, seed }: RoundOptions,
  ctx: Pick<SelectorContext, 'kernels' | 'signal' | 'pause'>,
): Promise<{ readonly queries: readonly Query[]; readonly notes: readonly string[] }> {
  const X = pool.embeddings;
  if (X === undefined) return { queries: [], notes: ['There are no embeddings to find questions by.'] };
  const lengths = await rowLengths(X, ctx.pause);
  const groups = groupsOf(pool, statements);
  const open = pool.candidates.filter((row) => lengths[row] > 0 && groups.classOf(row) < 0);
  const notes = missingNotes(lengths.filter((length) => length === 0).length);
  const anchors = anchorsOf(open, groups, count, seed, (row) => lengths[row] > 0);
  if (open.length === 0 || anchors.length === 0) return { queries: [], notes };
  const k = Math.min(open.length, lookedAt * candidates);
  const { indices } = await ctx.kernels.nearest(gather(X, Int32Array.from(anchors)), gather(X, open), k, {
    signal: ctx.signal,
  });
  const used = new Set(anchors);
  const queries = anchors.flatMap((anchor, at): Query[] => {
    const shown: number[] = [];
    for (const position of indices.subarray(at * k, (at + 1) * k)) {
      const row = open[position];
      if (shown.length === candidates || position < 0) break;
      if (used.has(row) || groups.isKnown(anchor, row)) continue;
      used.add(row);
      shown.push(row);
    }
    if (shown.length === 0) return [];
    return [
      {
        kind: 'grid',
        purpose: groups.classOf(anchor) < 0 ? 'new-class' : 'label',
        anchor,
        candidates: shown,
        expected: shown.length / 2,
        why: 'These look most like it.',
      },
    ];
  });
  return { queries, notes };
}

function missingNotes(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? '1 image has no embedding and is not asked about.'
      : `${count} images have no embedding and are not asked about.`,
  ];
}

function anchorsOf(
  open: Int32Array,
  groups: Groups,
  count: number,
  seed: number,
  isEmbedded: (row: number) => boolean,
): readonly number[] {
  const known = groups.representatives.filter(isEmbedded);
  const rng = createRng(seed).fork('relations');
  const drawn = known.length > 0 ? [] : Array.from(rng.permutation(open.length), (i) => open[i]);
  return [...known, ...drawn].slice(0, count);
}

interface Groups {
  /** A row of each class and group, those with the fewest rows first. */
  readonly representatives: readonly number[];
  /** Class of the group of a row; -1 = none. */
  classOf(row: number): number;
  /** Whether the two are in one group, or something was said of their groups. */
  isKnown(a: number, b: number): boolean;
}

function groupsOf({ size, labels, labeled, classCount }: Pool, statements: Statements): Groups {
  const parent = Int32Array.from({ length: size + classCount }, (_, i) => i);
  const find = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  const join = (a: number, b: number): void => {
    // The class stays the root, so that the root says the class.
    const [x, y] = [find(a), find(b)].sort((p, q) => p - q);
    if (x !== y && x < size) parent[x] = y;
  };
  for (const row of labeled) join(row, size + labels[row]);
  for (const [i, value] of statements.relation.entries())
    if (value === relationValue.same) join(statements.a[i], statements.b[i]);
  const told = new Set<string>();
  const keyOf = (a: number, b: number): string => [find(a), find(b)].sort((p, q) => p - q).join();
  for (const [i, value] of statements.relation.entries())
    if (value !== relationValue.same) told.add(keyOf(statements.a[i], statements.b[i]));
  const members = new Map<number, { first: number; count: number }>();
  const named = [...labeled, ...statements.a, ...statements.b];
  for (const row of named) {
    const entry = members.get(find(row)) ?? { first: row, count: 0 };
    members.set(find(row), { ...entry, count: entry.count + 1 });
  }
  return {
    representatives: [...members.values()].sort((a, b) => a.count - b.count).map(({ first }) => first),
    classOf: (row) => (find(row) >= size ? find(row) - size : -1),
    isKnown: (a, b) => find(a) === find(b) || told.has(keyOf(a, b)),
  };
}
