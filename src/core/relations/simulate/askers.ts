import { fitHead, labeledClasses } from '../../model/head.ts';
import { mostProbable } from '../../model/mostProbable.ts';
import { createRng, type Rng } from '../../rng.ts';
import type { RoundContext } from '../../round.ts';
import type { Pool } from '../../selectors/selector.ts';
import { graphOf, type RelationGraph } from '../graph.ts';
import type { LearnedRelations } from '../projector.ts';
import type { Query } from '../query.ts';
import { propagated, relate } from '../round.ts';
import type { Statements } from '../statements.ts';

/**
 * Who chooses what is asked. `active`: as the product does. `random`: an image of a class that is drawn, beside images that are
 * drawn. `fewest`: the class asked least so far, beside images that the head puts to it (the rule of arXiv 2303.15256's toy
 * example, without its repeats). `keys`: no relations; as many images as a screen compares are drawn, and each gets its label.
 */
export const relationStrategies = ['active', 'random', 'fewest', 'keys'] as const;
export type RelationStrategy = (typeof relationStrategies)[number];

/** What is answered in one go: one question, or as many labels as it would have had comparisons. */
export type Screen = readonly Query[];

interface Wish {
  readonly count: number;
  readonly candidates: number;
  readonly seed: string;
  readonly isRecheck: boolean;
}

type Asker = (
  pool: Pool,
  statements: Statements,
  wish: Wish,
  ctx: RoundContext,
) => Promise<readonly Screen[]>;

const askers: Readonly<Record<RelationStrategy, Asker>> = { active, random, fewest, keys };

export function askerFor(strategy: RelationStrategy): Asker {
  return askers[strategy];
}

async function active(
  pool: Pool,
  statements: Statements,
  wish: Wish,
  ctx: RoundContext,
): Promise<readonly Screen[]> {
  const learn = (known: Pool): Promise<LearnedRelations> =>
    headAlone(known, { ...ctx, rng: createRng('head') });
  const { queries } = await relate(pool, statements, { ...wish, eliminate: false }, { ...ctx, learn });
  return queries.map((query) => [query]);
}

/** A projection is learned for what a person sees, and takes its time; the choice of questions needs the head alone. */
async function headAlone(pool: Pool, ctx: RoundContext & { readonly rng: Rng }): Promise<LearnedRelations> {
  const known = { kind: 'head', why: '', features: undefined } as const;
  if (labeledClasses(pool) < 2) return { ...known, predictions: undefined };
  return { ...known, predictions: await fitHead(pool, { choice: 'softmax', calibrate: false }, ctx) };
}

async function random(
  pool: Pool,
  statements: Statements,
  { count, candidates, seed }: Wish,
): Promise<readonly Screen[]> {
  const rng = createRng(seed);
  const material = new Material(pool, statements);
  return Array.from({ length: count }, () => {
    const anchor = pool.labeled[rng.below(pool.labeled.length)];
    return material.grid(anchor, material.open, candidates, rng);
  }).flatMap((query) => (query ? [[query]] : []));
}

async function fewest(
  pool: Pool,
  statements: Statements,
  { count, candidates, seed }: Wish,
  ctx: RoundContext,
): Promise<readonly Screen[]> {
  const rng = createRng(seed);
  const material = new Material(pool, statements);
  const head = await fitHead(material.known, { choice: 'softmax', calibrate: false }, { ...ctx, rng });
  const { classes } = mostProbable(head.probabilities);
  const asked = new Int32Array(pool.classCount);
  for (const row of statements.a) asked[material.known.labels[row]]++;
  return Array.from({ length: count }, () => {
    const anchor = pool.labeled.reduce((a, b) => (asked[pool.labels[b]] < asked[pool.labels[a]] ? b : a));
    const label = pool.labels[anchor];
    const predicted = material.open.filter((row) => classes[row] === label);
    const query =
      material.grid(anchor, predicted, candidates, rng) ??
      material.grid(anchor, material.open, candidates, rng);
    asked[label] += candidates;
    return query;
  }).flatMap((query) => (query ? [[query]] : []));
}

async function keys(
  { candidates: open }: Pool,
  _: Statements,
  { count, candidates, seed }: Wish,
): Promise<readonly Screen[]> {
  const order = createRng(seed).permutation(open.length);
  const queries = Array.from(
    order.subarray(0, count * candidates),
    (position): Query => ({ kind: 'label', purpose: 'label', row: open[position], expected: 1, why: '' }),
  );
  return Array.from({ length: Math.ceil(queries.length / candidates) }, (_, i) =>
    queries.slice(i * candidates, (i + 1) * candidates),
  );
}

/** What a round of a strategy draws from; what it has shown it does not show again. */
class Material {
  readonly known: Pool;
  private readonly graph: RelationGraph;
  private readonly shown = new Set<number>();

  constructor(pool: Pool, statements: Statements) {
    this.graph = graphOf(statements, pool.labels, { eliminate: false, classCount: pool.classCount });
    this.known = propagated(pool, this.graph);
  }

  get open(): Int32Array {
    return this.known.candidates;
  }

  /** A grid of so many of the rows at most, drawn without replacement; undefined where nothing can be asked. */
  grid(anchor: number, rows: Int32Array, most: number, rng: Rng): Query | undefined {
    const chosen: number[] = [];
    for (const position of rng.permutation(rows.length)) {
      const row = rows[position];
      if (this.shown.has(row) || this.graph.relation(anchor, row) !== 'unknown') continue;
      chosen.push(row);
      if (chosen.length === most) break;
    }
    for (const row of chosen) this.shown.add(row);
    if (chosen.length === 0) return undefined;
    return { kind: 'grid', purpose: 'label', anchor, candidates: chosen, expected: 0, why: '' };
  }
}
