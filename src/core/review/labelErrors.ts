import { row } from '../math/matrix.ts';
import { unitRows } from '../math/unitRows.ts';
import { type Check, type Found, type ReviewContext, type ReviewedPool, tooEarly } from './check.ts';
import { confidentJoint, prunedByNoiseRate } from './confidentLearning.ts';

/** Labels per class from which a cross-validated model can doubt single ones. */
const leastPerClass = 5;
/** Labeled neighbors that are asked. */
const neighborCount = 10;
/** Neighbors that are shown as evidence. */
const shown = 3;
/** Neighbors that make a label doubted by themselves: so many of the suggested class, so few of the given one. */
const mostlySuggested = 0.6;
const hardlyGiven = 0.1;

/**
 * Labels that are likely wrong, ranked by self-confidence: how probable the given class is held by a head that has not
 * seen the label. Two witnesses: confident learning (Northcutt et al. 2021, `prune_by_noise_rate`) and the ten nearest
 * labeled images. A label is doubted where the neighbors speak rather for the suggested class than for the given one, and
 * confident learning flags it or hardly any neighbor has the given class. Beside confident learning alone, that is 83 %
 * right instead of 75 % and finds 92 % instead of 86 % of 80 wrong labels among 800 (caltech101-40, MobileNetV2, 4 seeds);
 * 52 % instead of 39 % right with the built-in encoder.
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
    const flagged = new Set(prunedByNoiseRate(P, given, confidentJoint(P, given)));
    const suggestions = Int32Array.from(given.keys(), (i) => mostProbableOf(row(P, i)));
    const contested = Int32Array.from(given.keys()).filter((i) => suggestions[i] !== given[i]);
    const ask = await neighborVotes(pool, held.rows, contested, ctx);
    const findings = [...contested.entries()].flatMap(([position, i]) => {
      const votes = ask(position, given[i], suggestions[i]);
      const isAgainst = votes.suggested >= mostlySuggested && votes.given <= hardlyGiven;
      if (votes.suggested <= votes.given || !(flagged.has(i) || isAgainst)) return [];
      const doubt = { image: held.rows[i], given: given[i], suggested: suggestions[i], votes };
      return [finding(pool, doubt, row(P, i))];
    });
    return { findings, note: '' };
  },
};

function mostProbableOf(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}

interface Doubt {
  readonly image: number;
  readonly given: number;
  readonly suggested: number;
  readonly votes: Votes;
}

function finding(pool: ReviewedPool, { image, given, suggested, votes }: Doubt, p: Float32Array): Found {
  const name = (number: number): string => `"${pool.classes[number]}"`;
  const isImplied = pool.given !== undefined && pool.given[image] < 0;
  const begin = isImplied
    ? 'The label is implied by relations, one of which may be wrong: it looks'
    : 'Looks';
  return {
    rows: Int32Array.of(image),
    identity: [pool.names[image], pool.classes[given]],
    severity: 1 - p[given],
    text: `${begin} like ${name(suggested)} (${percent(p[suggested])}), not ${name(given)} (${percent(p[given])}); ${Math.round(votes.suggested * votes.count)} of the ${votes.count} nearest labels agree.`,
    evidence: {
      'probability of the given class': p[given],
      'probability of the suggested class': p[suggested],
      'neighbors of the given class': votes.given,
      'neighbors of the suggested class': votes.suggested,
      ...(isImplied && { 'implied by relations': 1 }),
    },
    suggestion: { kind: 'label', class: suggested },
    near: votes.near,
  };
}

/** Shares of the neighbors, 0 to 1. */
interface Votes {
  readonly given: number;
  readonly suggested: number;
  readonly count: number;
  /** Rows of the nearest neighbors of the suggested class, at most `shown`. */
  readonly near: Int32Array;
}

/** What the labeled images nearest to each contested one are labeled. */
async function neighborVotes(
  { labels, embeddings }: ReviewedPool,
  labeled: Int32Array,
  contested: Int32Array,
  { kernels, signal, pause }: ReviewContext,
): Promise<(position: number, given: number, suggested: number) => Votes> {
  if (embeddings === undefined || contested.length === 0)
    return () => ({ given: 0, suggested: 0, count: 0, near: new Int32Array(0) });
  const all = await unitRows(embeddings, labeled, pause);
  const some = await unitRows(
    embeddings,
    contested.map((i) => labeled[i]),
    pause,
  );
  const k = Math.min(neighborCount + 1, labeled.length);
  const { indices } = await kernels.nearest(some, all, k, { signal });
  return (position, given, suggested) => {
    const others = [...indices.subarray(position * k, (position + 1) * k)]
      .filter((i) => i !== contested[position])
      .slice(0, neighborCount);
    const share = (c: number): number =>
      others.filter((i) => labels[labeled[i]] === c).length / Math.max(1, others.length);
    const near = others.map((i) => labeled[i]).filter((row) => labels[row] === suggested);
    const shares = { given: share(given), suggested: share(suggested) };
    return { ...shares, count: others.length, near: Int32Array.from(near.slice(0, shown)) };
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
