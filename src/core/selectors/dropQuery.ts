import { representatives } from '../cluster/representatives.ts';
import { gather } from '../math/matrix.ts';
import { measurePoints } from '../math/points.ts';
import { fitDropoutHead } from '../model/dropout.ts';
import { labeledClasses } from '../model/head.ts';
import { mostProbable } from '../model/mostProbable.ts';
import { type ActiveRows, activeRows } from './activeRows.ts';
import { copiesLast } from './copies.ts';
import { nearestLabeled } from './nearestLabeled.ts';
import type { ParameterValues, Pool, Selector, SelectorContext } from './selector.ts';

/** Unsteady images for each pick that are enough to lower the threshold no further. */
const enoughPerPick = 25;

/** DropQuery: groups of the images on which the head changes its guess when features are left out. */
export const dropQuery: Selector = {
  id: 'drop-query',
  title: 'DropQuery',
  summary:
    'Takes one image of each group of those on which the model is easily turned. Made for embeddings of foundation models.',
  when: 'Use it from five labels per class on, with a good encoder.',
  cost: 'A fit of the model, N D K for each pass, then k-means of the images it was turned on.',
  source: 'Gupte et al. 2024 (2401.14555), DropQuery, as in the published code',
  needs: ['embeddings'],
  parameters: {
    passes: { kind: 'integer', default: 3, min: 1, max: 1000, title: 'Passes of the head with dropout' },
    dropout: {
      kind: 'number',
      default: 0.75,
      min: 0.01,
      max: 0.99,
      title: 'Share of the features that a pass leaves out',
    },
    normalize: { kind: 'boolean', default: true, title: 'Scale embeddings to length 1 first' },
  },
  async select(pool, budget, parameters, ctx) {
    const active = await activeRows(pool, parameters.normalize === true, ctx);
    const count = Math.min(budget, active.candidates.length);
    const steadiness = labeledClasses(pool) < 2 ? undefined : await turnsOf(pool, active, parameters, ctx);
    const unsteady = steadiness === undefined ? active.candidates : mostUnsteady(active, steadiness, count);
    const groups = await groupsOf(active, unsteady, count, ctx);
    const rest = drawRest(active, unsteady, [...groups.keys()], count, ctx);
    const order = [...groups.keys(), ...rest];
    const nearest = await nearestLabeled(active, order, ctx);
    return {
      picks: order.map((position, rank) => ({
        index: active.rows[position],
        score: (steadiness?.turns.get(position) ?? 0) / Number(parameters.passes),
        reason: {
          text: sentence(position, groups.get(position), steadiness),
          ...(nearest[rank] && { nearestLabeled: nearest[rank] }),
        },
      })),
      shortfall: budget - count,
      notes: [
        ...(steadiness === undefined ? [noModel] : []),
        ...(rest.length === 0 ? [] : [restNote(groups.size, rest.length)]),
      ],
    };
  },
};

const noModel =
  'There is no model yet (it needs labels of two classes), so the batch is one image of each group, nearest to its middle.';

/** In how many passes the head guessed another class than without dropout, by active row. */
interface Steadiness {
  readonly turns: ReadonlyMap<number, number>;
  readonly passes: number;
}

async function turnsOf(
  pool: Pool,
  active: ActiveRows,
  parameters: ParameterValues,
  ctx: SelectorContext,
): Promise<Steadiness> {
  const head = await fitDropoutHead(pool, { dropout: Number(parameters.dropout) }, ctx);
  const passes = Number(parameters.passes);
  const guesses = mostProbable(await head.pass(-1, pool.candidates)).classes;
  const turns = new Int32Array(guesses.length);
  for (let t = 0; t < passes; t++) {
    const { classes } = mostProbable(await head.pass(t, pool.candidates));
    for (let c = 0; c < turns.length; c++) if (classes[c] !== guesses[c]) turns[c]++;
    ctx.progress({ phase: 'select', done: t + 1, total: passes });
    await ctx.pause();
  }
  return { turns: new Map(Array.from(active.candidates, (position, c) => [position, turns[c]])), passes };
}

/**
 * Candidates that were turned in more than half of the passes; in fewer and fewer, at least one, while there are not 25 for
 * each pick.
 */
function mostUnsteady({ candidates }: ActiveRows, { turns, passes }: Steadiness, count: number): Int32Array {
  const above = (threshold: number): Int32Array =>
    candidates.filter((position) => (turns.get(position) ?? 0) > threshold);
  let threshold = Math.floor(passes / 2);
  while (threshold > 0 && above(threshold).length < enoughPerPick * count) threshold--;
  return above(threshold);
}

/** Representatives of `count` groups of the unsteady, and the sizes of the groups; the largest group first. */
async function groupsOf(
  { points }: ActiveRows,
  unsteady: Int32Array,
  count: number,
  { kernels, rng, signal, pause, progress }: SelectorContext,
): Promise<ReadonlyMap<number, number>> {
  if (unsteady.length === 0 || count === 0) return new Map();
  const groups = await representatives(await measurePoints(gather(points, unsteady), pause), {
    k: count,
    kernels,
    rng: rng.fork('k-means'),
    signal,
    pause,
    progress: (share) => progress({ phase: 'cluster', done: Math.round(share * 100), total: 100 }),
  });
  const largestFirst = [...groups].sort((a, b) => b.size - a.size || a.row - b.row);
  return new Map(largestFirst.map(({ row, size }) => [unsteady[row], size]));
}

/** What is lacking for a batch, at random from the steady candidates; copies of picks last. */
function drawRest(
  { points, candidates }: ActiveRows,
  unsteady: Int32Array,
  picked: readonly number[],
  count: number,
  { rng }: SelectorContext,
): readonly number[] {
  if (picked.length === count) return [];
  const isUnsteady = new Set(unsteady);
  const isPicked = new Set(picked);
  const shuffled = Array.from(rng.fork('rest').permutation(candidates.length), (c) => candidates[c]);
  const steady = shuffled.filter((position) => !isUnsteady.has(position));
  const copies = [...unsteady].filter((position) => !isPicked.has(position));
  return copiesLast(points, picked, [...steady, ...copies], count - picked.length);
}

function sentence(position: number, group: number | undefined, steadiness: Steadiness | undefined): string {
  if (group === undefined) return 'Drawn at random, because the model is steady on all that are left.';
  const stands = group === 1 ? '' : `; it stands for ${group} such images`;
  if (steadiness === undefined) return `Nearest to the middle of its group${stands}.`;
  const turned = steadiness.turns.get(position) ?? 0;
  return `Easily turned: in ${turned} of ${steadiness.passes} passes with features left out the head guesses another class${stands}.`;
}

function restNote(groups: number, drawn: number): string {
  return `Only ${groups} different images make the head change its guess, so ${drawn} were drawn at random.`;
}
