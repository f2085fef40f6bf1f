import { overRows } from '../math/matrix.ts';
import { TopK } from '../math/topK.ts';
import type { Rng } from '../rng.ts';
import type { Draft, Questioner } from './drafts.ts';
import type { Membership } from './membership.ts';
import type { Outcomes } from './outcomes.ts';
import type { Query } from './query.ts';
import { sharesOf } from './shares.ts';
import type { AskedGraph, Target } from './targets.ts';

/** An image that a target can be asked about: it stands for all images of its group. */
interface Choice {
  readonly row: number;
  readonly size: number;
  readonly probability: number;
}

/** A member of a group without a name must be named yet, which takes a key: it counts as less than a label. */
const unnamedWorth = 0.95;

/**
 * Questions against classes and groups: which of these images, and of the images that stand for other groups, show the same as
 * this one? `open`: rows without a label that may be asked about.
 */
export async function targetQuestioner(
  {
    open,
    list,
    membership,
    graph,
    outcomes,
  }: {
    readonly open: Int32Array;
    readonly list: readonly Target[];
    readonly membership: Membership;
    readonly graph: AskedGraph;
    /** Of the class or group of a row. */
    readonly outcomes: (row: number) => Outcomes;
  },
  { count, candidates }: { readonly count: number; readonly candidates: number },
  ctx: { readonly rng: Rng; readonly pause: () => Promise<void> },
): Promise<Questioner> {
  const shares = sharesOf(candidates);
  const groupOf = new Map<number, number>();
  for (const [t, { label, members }] of list.entries())
    if (label < 0) for (const row of members) groupOf.set(row, t);
  const single = open.filter((row) => !groupOf.has(row));
  const rankings = await rankingsOf(single, list, membership, 2 * count * candidates + spare, ctx);

  const choicesOf = (t: number): Ranking<Choice> => {
    const { data, cols } = membership.rows;
    const choice = (row: number): Choice => ({ row, size: 1, probability: data[row * cols + t] });
    const groups = [...list.entries()].flatMap(([g, { label, members, anchors }]): Choice[] => {
      if (label >= 0 || g === t) return [];
      const probability = membership.ofGroup(g, t);
      // Of two groups the smaller one is asked about.
      const isLarger = list[t].label < 0 && members.length > list[t].members.length;
      return probability > 0 && !isLarger ? [{ row: anchors[0], size: members.length, probability }] : [];
    });
    const top = [...groups, ...Array.from(rankings[t].top, choice)];
    return {
      top: top.sort((a, b) => b.size * b.probability - a.size * a.probability || a.row - b.row),
      boundary: Array.from(rankings[t].boundary, choice),
      drawn: Array.from(rankings[t].drawn, choice),
    };
  };
  const all = list.map((_, t) => choicesOf(t));
  const worths = worthsOf(list);

  const compose = (t: number, isUsed: (row: number) => boolean): Draft | undefined => {
    const target = list[t];
    const anchor = target.anchors.find((row) => !isUsed(row)) ?? target.anchors[0];
    const chosen = new Map<number, Choice>();
    const take = (choices: readonly Choice[], most: number): void => {
      const end = Math.min(candidates, chosen.size + most);
      for (const entry of choices) {
        if (chosen.size >= end) return;
        const { row } = entry;
        if (chosen.has(row) || isUsed(row) || row === anchor || wasAsked(graph, target, row)) continue;
        chosen.set(row, entry);
      }
    };
    take(all[t].top, shares.top);
    take(all[t].boundary, shares.boundary);
    take(all[t].drawn, shares.drawn);
    take(all[t].top, candidates);
    return draftOf(target, anchor, [...chosen.values()], {
      worth: worths[t],
      outcome: outcomes(target.members[0]),
    });
  };
  return {
    drafts: (isUsed) => list.flatMap((_, t) => compose(t, isUsed) ?? []),
  };
}

/** Rows kept beside those that the questions of one round can use up. */
const spare = 40;

function draftOf(
  target: Target,
  anchor: number,
  choices: readonly Choice[],
  { worth, outcome }: { readonly worth: number; readonly outcome: Outcomes },
): Draft | undefined {
  if (choices.length === 0) return undefined;
  const sum = (of: (choice: Choice) => number): number =>
    choices.reduce((total, choice) => total + of(choice), 0);
  const promised = sum(({ size, probability }) => size * probability);
  const ofGroups = sum(({ size, probability }) => (size > 1 ? size * probability : 0));
  const precision = sum(({ probability }) => probability) / choices.length;
  if (precision === 0) return undefined;
  const { asked, hits } = outcome;
  const kept = (trustedAs * precision + hits) / (trustedAs + asked);
  const hoped = (trustedAs * precision + hits + hopedAs * hope) / (trustedAs + asked + hopedAs);
  const expected = (promised * kept) / precision;
  const isMerge = 2 * ofGroups > promised;
  const about = {
    purpose: isMerge ? ('merge' as const) : ('label' as const),
    expected,
    why: isMerge ? whyMerge : target.label < 0 ? whyGroup : whyLabel,
  };
  const [first] = choices;
  const query: Query =
    choices.length === 1
      ? { kind: 'pair', a: anchor, b: first.row, ...about }
      : { kind: 'grid', anchor, candidates: choices.map(({ row }) => row), ...about };
  return {
    query,
    score: (worth * promised * hoped) / precision,
  };
}

/**
 * What a label of each target is worth: of a class that has fewer labels than the others more, for a head learns more from it,
 * and what it says of that class is too low for being asked about it seldom.
 */
function worthsOf(list: readonly Target[]): readonly number[] {
  const mean = list.reduce((sum, { members }) => sum + members.length, 0) / Math.max(1, list.length);
  return list.map(({ label, members }) => {
    const worth = Math.min(mostWorth, Math.max(leastWorth, (mean / members.length) ** worthExponent));
    return label < 0 ? unnamedWorth * Math.min(1, worth) : worth;
  });
}

/** What the head promises counts as much as so many answers. */
const trustedAs = 9;
/** Of images shown so many are hoped to show the same, which counts as much as so many answers: who asked little must try. */
const hope = 0.5;
const hopedAs = 3;

const worthExponent = 0.5;
const mostWorth = 3;
const leastWorth = 0.5;

const whyLabel = 'These are most likely to be of its class.';
const whyGroup = 'These are most likely to show the same as its group.';
const whyMerge = 'Each stands for a group that lies close to it: one yes joins all its images.';

/** Whether an image was asked about beside any image of the target, also if nobody could tell. */
function wasAsked(graph: AskedGraph, { members, anchors }: Target, row: number): boolean {
  if (graph.relation(anchors[0], row) !== 'unknown') return true;
  return members.some((member) => graph.isAsked(member, row));
}

interface Ranking<T> {
  readonly top: ArrayLike<T> & readonly T[];
  readonly boundary: ArrayLike<T> & readonly T[];
  readonly drawn: ArrayLike<T> & readonly T[];
}

/** Rows for each target: the most probable, those at the boundary to another target, and a draw of those that it claims. */
async function rankingsOf(
  rows: Int32Array,
  list: readonly Target[],
  { rows: { data, cols } }: Membership,
  depth: number,
  { rng, pause }: { readonly rng: Rng; readonly pause: () => Promise<void> },
): Promise<readonly Ranking<number>[]> {
  const top = list.map(() => new TopK(depth));
  const boundary = list.map(() => new TopK(depth));
  const drawn = list.map(() => new TopK(depth));
  const draw = rng.fork('explore');
  await overRows({ rows: rows.length, cols: 4 * cols }, pause, (from, to) => {
    for (const row of rows.subarray(from, to)) {
      let first = 0;
      let second = -1;
      for (let t = 0; t < cols; t++) {
        const p = data[row * cols + t];
        if (p > 0) top[t].offer(p, row);
        if (t > 0 && p > data[row * cols + first]) {
          second = first;
          first = t;
        } else if (t > 0 && (second < 0 || p > data[row * cols + second])) second = t;
      }
      const chance = draw.next();
      if (cols === 0 || data[row * cols + first] === 0) continue;
      drawn[first].offer(chance, row);
      if (second >= 0 && data[row * cols + second] > 0)
        boundary[first].offer(data[row * cols + second] - data[row * cols + first], row);
    }
  });
  return list.map((_, t) => ({
    top: Array.from(top[t].ranked()),
    boundary: Array.from(boundary[t].ranked()),
    drawn: Array.from(drawn[t].ranked()),
  }));
}
