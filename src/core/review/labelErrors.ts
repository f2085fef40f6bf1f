import { gather, normalizeRows, row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';
import { type Check, type Found, type ReviewContext, type ReviewedPool, tooEarly } from './check.ts';
import { confidentJoint, prunedByNoiseRate } from './confidentLearning.ts';

/** Labels per class from which a cross-validated model can doubt single ones. */
const leastPerClass = 5;
/** Labeled neighbors that are asked. */
const neighborCount = 10;

/**
 * Labels that are likely wrong: confident learning (Northcutt et al. 2021) with the filter `prune_by_noise_rate` on the
 * cross-validated probabilities of the head, ranked by self-confidence: how probable the given class is held.
 */
export const labelErrors: Check = {
  id: 'label-errors',
  title: 'Likely label errors',
  summary: 'Labels that a model trained on the other labels would not give.',
  needs: ['embeddings', 'labels'],
  async run(pool, ctx) {
    const { labels } = pool;
    const held = await ctx.outOfSample();
    const classes = new Set(Array.from(held?.rows ?? [], (i) => labels[i]));
    if (held === undefined || held.rows.length < leastPerClass * classes.size || classes.size < 2)
      return tooEarly(
        `Label errors are looked for from ${leastPerClass} labels per class on, in two classes at least; label more images.`,
        'labels',
      );
    const given = Int32Array.from(held.rows, (i) => labels[i]);
    const P = held.probabilities;
    const doubted = prunedByNoiseRate(P, given, confidentJoint(P, given));
    const ask = await neighborVotes(pool, held.rows, doubted, ctx);
    const findings = Array.from(doubted, (i, position): Found => {
      const values = row(P, i);
      const suggested = values.indexOf(Math.max(...values));
      const { given: agreeing, suggested: contradicting, count } = ask(position, given[i], suggested);
      return {
        rows: Int32Array.of(held.rows[i]),
        identity: [pool.names[held.rows[i]], pool.classes[given[i]]],
        severity: 1 - values[given[i]],
        text: `Labeled ${quoted(pool, given[i])} (${percent(values[given[i]])} probable), but looks like ${quoted(pool, suggested)} (${percent(values[suggested])}); of its ${count} nearest labeled images ${contradicting} ${contradicting === 1 ? 'is' : 'are'} ${quoted(pool, suggested)} and ${agreeing} ${quoted(pool, given[i])}.`,
        evidence: {
          'probability of the given class': values[given[i]],
          'probability of the suggested class': values[suggested],
          'neighbors of the given class': agreeing / Math.max(1, count),
          'neighbors of the suggested class': contradicting / Math.max(1, count),
        },
        suggestion: { kind: 'label', class: suggested },
      };
    });
    return { findings, note: '' };
  },
};

interface Votes {
  readonly given: number;
  readonly suggested: number;
  readonly count: number;
}

/** How many of the nearest other labeled images have which class. */
async function neighborVotes(
  { labels, embeddings }: ReviewedPool,
  labeled: Int32Array,
  doubted: Int32Array,
  { kernels, signal, pause }: ReviewContext,
): Promise<(position: number, given: number, suggested: number) => Votes> {
  if (embeddings === undefined || doubted.length === 0) return () => ({ given: 0, suggested: 0, count: 0 });
  const all = await unitRows(embeddings, labeled, pause);
  const some = await unitRows(
    embeddings,
    doubted.map((i) => labeled[i]),
    pause,
  );
  const k = Math.min(neighborCount + 1, labeled.length);
  const { indices } = await kernels.nearest(some, all, k, { signal });
  return (position, given, suggested) => {
    const others = [...indices.subarray(position * k, (position + 1) * k)]
      .filter((i) => i !== doubted[position])
      .slice(0, neighborCount);
    const votesFor = (c: number): number => others.filter((i) => labels[labeled[i]] === c).length;
    return { given: votesFor(given), suggested: votesFor(suggested), count: others.length };
  };
}

async function unitRows(X: Matrix, rows: Int32Array, pause: () => Promise<void>): Promise<Matrix> {
  const unit = gather(X, rows);
  await normalizeRows(unit, pause);
  return unit;
}

function quoted({ classes }: ReviewedPool, number: number): string {
  return `"${classes[number]}"`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
