import { type Check, type Found, type ReviewedPool, type Splits, tooEarly } from './check.ts';
import { allCopies } from './copies.ts';

/** Copies of one picture in different splits: what a model is tested on, it has seen. */
export const leakage: Check = {
  id: 'leakage',
  title: 'Leakage between splits',
  summary: 'Copies of one picture in different splits, so that a model is tested on what it was trained on.',
  needs: ['splits'],
  async run(pool, ctx) {
    const { splits } = pool;
    if (splits === undefined || (pool.contents === undefined && pool.embeddings === undefined))
      return tooEarly('Nothing tells which images are copies of one another; embed the folder.');
    const findings = allCopies(await ctx.copies()).flatMap((group) => leakIn(pool, splits, group));
    return { findings, note: '' };
  },
};

function leakIn({ names }: ReviewedPool, splits: Splits, group: Int32Array): readonly Found[] {
  const inSplit = group.filter((row) => splits.of[row] >= 0);
  const counts = new Map<number, number>();
  for (const row of inSplit) counts.set(splits.of[row], (counts.get(splits.of[row]) ?? 0) + 1);
  if (counts.size < 2) return [];
  // The training copy goes first: without it, what the others measure stays as it was.
  const rank = (row: number): number => (splits.names[splits.of[row]] === 'train' ? -1 : splits.of[row]);
  const rows = inSplit.sort((a, b) => rank(a) - rank(b) || (names[a] < names[b] ? -1 : 1));
  const where = [...counts].sort(([a], [b]) => a - b).map(([split, n]) => `${splits.names[split]} (${n})`);
  return [
    {
      rows,
      severity: 1,
      text: `Copies of one picture lie in ${where.slice(0, -1).join(', ')} and ${where.at(-1)}.`,
      evidence: { copies: rows.length, splits: counts.size },
      suggestion: { kind: 'skip' },
    },
  ];
}
