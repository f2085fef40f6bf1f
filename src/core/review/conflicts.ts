import { type Check, type Found, type ReviewedPool, tooEarly } from './check.ts';
import { allCopies } from './copies.ts';

/** Copies of one picture that were given different classes. */
export const conflicts: Check = {
  id: 'conflicts',
  title: 'Conflicting labels',
  summary: 'Copies of one picture with different labels.',
  needs: ['labels'],
  async run(pool, ctx) {
    if (pool.contents === undefined && pool.embeddings === undefined)
      return tooEarly('Nothing tells which images are copies of one another; embed the folder.');
    const findings = allCopies(await ctx.copies()).flatMap((group) => conflictIn(pool, group));
    return { findings, note: '' };
  },
};

function conflictIn(
  { labels, given = labels, classes, names }: ReviewedPool,
  group: Int32Array,
): readonly Found[] {
  const labeled = group.filter((row) => labels[row] >= 0);
  const votes = new Map<number, number>();
  for (const row of labeled) votes.set(labels[row], (votes.get(labels[row]) ?? 0) + 1);
  if (votes.size < 2) return [];
  const ranked = [...votes].sort(([a, x], [b, y]) => y - x || (classes[a] < classes[b] ? -1 : 1));
  const [[most, count], [, next]] = ranked;
  const hasMajority = count > next;
  // What the suggestion is about goes first: a label that most copies contradict.
  const isOdd = (row: number): number => (hasMajority && labels[row] !== most ? 1 : 0);
  const rows = labeled.sort((a, b) => isOdd(b) - isOdd(a) || (names[a] < names[b] ? -1 : 1));
  const found = ranked.map(([c, n]) => `"${classes[c]}" (${n})`);
  const follow = labeled.filter((row) => given[row] < 0).length;
  const implied =
    follow === 0 ? '' : `; ${follow} of the labels ${follow === 1 ? 'is' : 'are'} implied by relations`;
  return [
    {
      rows,
      identity: Array.from(labeled, (row) => [names[row], classes[labels[row]]])
        .sort()
        .flat(),
      severity: 1,
      text: `${labeled.length} copies of one picture are labeled ${found.slice(0, -1).join(', ')} and ${found.at(-1)}${implied}.`,
      evidence: { copies: labeled.length, classes: votes.size },
      ...(hasMajority && { suggestion: { kind: 'label' as const, class: most } }),
    },
  ];
}
