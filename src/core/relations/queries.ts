import type { HeadContext } from '../model/head.ts';
import type { Predictions } from '../model/predictions.ts';
import { rowLengths } from '../model/training.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import { checkQuestioner } from './checkQueries.ts';
import type { Draft } from './drafts.ts';
import type { Evidence } from './evidence.ts';
import type { RelationGraph } from './graph.ts';
import { joinQuestioner } from './joinQueries.ts';
import { membershipOf } from './membership.ts';
import { newGroupQuestioner } from './newGroupQueries.ts';
import type { Outcomes } from './outcomes.ts';
import type { Query } from './query.ts';
import { settleQuestioner } from './settleQueries.ts';
import { targetQuestioner } from './targetQueries.ts';
import { targetsOf } from './targets.ts';

export interface QueryOptions {
  /** Questions wanted. */
  readonly count: number;
  /** Candidates of a grid, 2 at least. */
  readonly candidates: number;
  /** Whether the label of a row was given, rather than implied. Default: none was. */
  readonly isGiven?: (row: number) => boolean;
  /** How the last questions against the class of a row, or its group, went. Default: nothing was asked. */
  readonly outcomes?: (row: number) => Outcomes;
  /** What was said; without it nothing that was said is checked. */
  readonly evidence?: Evidence;
  /** What is asked again only: contradictions are settled and doubted labels checked. Default: whatever is worth most. */
  readonly isRecheck?: boolean;
}

/**
 * The questions whose answers are expected to bring the most labels per screen, the best first; each shows other images than
 * the ones before it, though two may be asked against the same image. None is asked whose answer follows, or that was
 * asked. `pool.labels` are the propagated ones, and only its candidates are asked about. Deterministic by the seed.
 */
export async function nextQueries(
  pool: Pool,
  graph: RelationGraph,
  learned: { readonly predictions: Predictions | undefined },
  {
    count,
    candidates,
    isGiven = () => false,
    outcomes = () => ({ asked: 0, hits: 0 }),
    evidence,
    isRecheck = false,
  }: QueryOptions,
  ctx: HeadContext,
): Promise<{ readonly queries: readonly Query[]; readonly notes: readonly string[] }> {
  const { embeddings } = pool;
  if (embeddings === undefined)
    return {
      queries: [],
      notes: ['There are no embeddings to choose questions by; embed the images first.'],
    };
  const lengths = await rowLengths(embeddings, ctx.pause);
  const open = pool.candidates.filter((row) => lengths[row] > 0);
  const notes = notesOf(pool, lengths);
  if (open.length + pool.labeled.length === 0) return { queries: [], notes };

  const embedded = { ...pool, embeddings };
  const targets = await targetsOf(embedded, graph, lengths, isGiven, ctx.pause);
  const membership = await membershipOf(embedded, graph, targets, lengths, learned.predictions, ctx);
  const material = { embeddings, open, list: targets.list, membership, graph };
  const sizes = { count, candidates };
  const takesPart = new Set([...pool.labeled, ...open]);
  const mayAsk = (row: number): boolean => takesPart.has(row) && lengths[row] > 0;
  const similarity = (a: number, b: number): number => cosine(embeddings, a, b);
  const { outOfSample } = membership;
  const questioners = [
    settleQuestioner(graph, mayAsk, similarity),
    ...(evidence
      ? [
          joinQuestioner(evidence.joins, mayAsk, similarity),
          checkQuestioner({ list: targets.list, outOfSample, graph, evidence, isGiven }, sizes),
        ]
      : []),
    ...(isRecheck
      ? []
      : [
          await targetQuestioner({ ...material, outcomes }, sizes, ctx),
          await newGroupQuestioner(material, sizes, ctx),
        ]),
  ];

  const used = new Set<number>();
  const isUsed = (row: number): boolean => used.has(row);
  const queries: Query[] = [];
  while (queries.length < count) {
    const best = bestOf(questioners.flatMap((questioner) => questioner.drafts(isUsed)));
    if (best === undefined) break;
    queries.push(best.query);
    for (const row of shownOf(best.query)) used.add(row);
    await ctx.pause();
  }
  return { queries, notes: queries.length === 0 && notes.length === 0 ? [nothingLeft] : notes };
}

/** The draft of the highest score; of equals the first. */
function bestOf(drafts: readonly Draft[]): Draft | undefined {
  let best: Draft | undefined;
  for (const draft of drafts) if (best === undefined || draft.score > best.score) best = draft;
  return best;
}

function cosine({ data, cols }: Matrix, a: number, b: number): number {
  const sums = [0, 0, 0];
  for (let j = 0, p = a * cols, q = b * cols; j < cols; j++, p++, q++) {
    sums[0] += data[p] * data[q];
    sums[1] += data[p] * data[p];
    sums[2] += data[q] * data[q];
  }
  return sums[0] / (Math.sqrt(sums[1] * sums[2]) || 1);
}

/** The images that a question is about. */
export function shownOf(query: Query): readonly number[] {
  if (query.kind === 'grid') return [query.anchor, ...query.candidates];
  return query.kind === 'pair' ? [query.a, query.b] : [query.row];
}

const nothingLeft = 'Everything that could be asked was asked.';

function notesOf({ candidates, labeled, size }: Pool, lengths: Float64Array): readonly string[] {
  if (size === 0) return ['There are no images to ask about.'];
  const missing = lengths.filter((length) => length === 0).length;
  const notes =
    missing === 0
      ? []
      : [
          missing === 1
            ? '1 image has no embedding and is not asked about.'
            : `${missing} images have no embedding and are not asked about.`,
        ];
  if (candidates.length > 0) return notes;
  const whole = labeled.length === size;
  return [...notes, whole ? 'Every image has a label.' : 'No image is left that could be asked about.'];
}
