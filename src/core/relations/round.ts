import { createPool } from '../pool.ts';
import { createRng } from '../rng.ts';
import type { RoundContext } from '../round.ts';
import type { Pool } from '../selectors/selector.ts';
import { evidenceOf } from './evidence.ts';
import { graphOf, type RelationGraph } from './graph.ts';
import { outcomesOf } from './outcomes.ts';
import { type LearnedRelations, learnRelations } from './projector.ts';
import { nextQueries } from './queries.ts';
import type { Query } from './query.ts';
import type { Statements } from './statements.ts';

export interface RelateOptions {
  /** Questions wanted, the most useful first. */
  readonly count: number;
  /** Candidates of a grid, 2 to 9. */
  readonly candidates: number;
  readonly seed: number | string;
  /** A component that is known to differ from all classes but one is of that one. */
  readonly eliminate: boolean;
  /** Ask again only: settle contradictions and check doubted labels. Default false. */
  readonly isRecheck?: boolean;
}

export interface RelateContext extends RoundContext {
  /** What a graph over the pool teaches, if the caller keeps it; default: learned anew. */
  readonly learn?: (pool: Pool, graph: RelationGraph) => Promise<LearnedRelations>;
}

export interface Related {
  readonly queries: readonly Query[];
  readonly model: Pick<LearnedRelations, 'kind' | 'why'>;
  readonly notes: readonly string[];
}

/**
 * One round of questions: what follows from the statements and the labels that were given (`pool.labels`), what is learned from
 * that, and the questions worth most now. Deterministic for equal pool, statements and options.
 */
export async function relate(
  pool: Pool,
  statements: Statements,
  { count, candidates, seed, eliminate, isRecheck = false }: RelateOptions,
  context: RelateContext,
): Promise<Related> {
  const graph = graphOf(statements, pool.labels, { eliminate, classCount: pool.classCount });
  const known = propagated(pool, graph);
  const ctx = { ...context, rng: createRng(seed).fork('relations') };
  // Not by the seed of the questions: others ask for the same.
  const learning = { ...context, rng: createRng('relations') };
  const learned = await (context.learn?.(known, graph) ?? learnRelations(known, graph, learning));
  const isGiven = (row: number): boolean => pool.labels[row] >= 0;
  const outcomes = outcomesOf(statements, graph);
  const evidence = evidenceOf(statements, pool.labels, graph.conflicts);
  const wanted = { count, candidates, isGiven, outcomes, evidence, isRecheck };
  const { queries, notes } = await nextQueries(known, graph, learned, wanted, ctx);
  return { queries, model: { kind: learned.kind, why: learned.why }, notes };
}

/** The pool with the labels that were given and those that follow; what is excluded gets none. */
export function propagated(pool: Pool, graph: Pick<RelationGraph, 'label'>): Pool {
  const { size, classCount, embeddings } = pool;
  const labels = new Int32Array(size).fill(-1);
  const takesPart = new Uint8Array(size);
  for (const rows of [pool.labeled, pool.candidates])
    for (const row of rows) {
      labels[row] = graph.label(row);
      takesPart[row] = 1;
    }
  const excluded = Array.from({ length: size }, (_, row) => row).filter((row) => takesPart[row] === 0);
  return createPool({ labels, classCount, excluded, ...(embeddings && { embeddings }) });
}
