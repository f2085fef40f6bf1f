import { row as rowOf } from '../math/matrix.ts';
import type { NeighborGraph } from '../model/neighborGraph.ts';
import type { ReviewContext, ReviewedPool } from './check.ts';
import type { CopyLikeness, NearCopies } from './copies.ts';
import { type CopyPair, copyGroups } from './copyGroups.ts';
import { createComparer } from './likeness.ts';

/** Pictures whose embeddings have a lower cosine are not laid over one another: a quarter of the width is still above it. */
const leastCosine = 0.5;
/**
 * Correlation of the lumas, laid over one another, from which on two pictures are almost the same, and the difference of
 * colors up to which they are. On 1,912 photos with 250 planted copies: nine of ten crops of 95 % x 95 % are above it and
 * all other copies; of the other pairs above it three of 24 were different photos of one thing (looked at by eye).
 */
const leastSimilarity = 0.985;
const mostColorDifference = 6;
/** Without pictures the embeddings alone decide: their cosine, and their distance as a share of the usual nearest one's. */
const leastCosineAlone = 0.97;
const mostDistanceShare = 0.13;

/** Laying two pictures over one another takes up to a few milliseconds. */
const pairsPerPause = 8;
const pairsPerReport = 256;

/**
 * Groups of pictures that are almost the same: saved again, resized, cropped a little or mirrored. Embeddings propose (the
 * ten nearest of each image), pictures decide: the correlation of their small grey versions, laid over one another as well
 * as it goes, and their colors. Where there are no pictures, embeddings closer than an absolute cosine and than a share of
 * the median distance to the nearest neighbor decide. `first`: the row that stands for each row's equal files.
 */
export async function nearCopies(
  pool: ReviewedPool,
  first: (row: number) => number,
  ctx: Pick<ReviewContext, 'graph' | 'outlines' | 'progress' | 'pause'>,
): Promise<readonly NearCopies[]> {
  const graph = await ctx.graph();
  const candidates = await proposedPairs(pool, graph, first, ctx);
  const compare = await comparison(candidates, graph, ctx);
  const pairs: CopyPair[] = [];
  for (const [i, [a, b]] of candidates.entries()) {
    const likeness = compare(a, b);
    if (likeness !== undefined) pairs.push({ a, b, likeness });
    if (i % pairsPerPause > 0) continue;
    if (i % pairsPerReport === 0) ctx.progress({ phase: 'compare', done: i, total: candidates.length });
    await ctx.pause();
  }
  return copyGroups(pairs, pool.names, compare, ctx.pause);
}

/** Different pictures one of which is among the nearest of the other, each pair once. */
async function proposedPairs(
  pool: ReviewedPool,
  { rows, neighbors: { k, indices, distances } }: NeighborGraph,
  first: (row: number) => number,
  { pause }: Pick<ReviewContext, 'pause'>,
): Promise<readonly (readonly [number, number])[]> {
  const takesPart = new Set(pool.rows);
  const seen = new Set<number>();
  const pairs: (readonly [number, number])[] = [];
  for (let node = 0; node < rows.length; node++) {
    if (node % 10_000 === 0) await pause();
    if (!takesPart.has(rows[node])) continue;
    for (let at = node * k; at < (node + 1) * k && indices[at] >= 0; at++) {
      const other = rows[indices[at]];
      if (!takesPart.has(other) || 1 - distances[at] / 2 < leastCosine) continue;
      const [a, b] = [first(rows[node]), first(other)].sort((x, y) => x - y);
      const key = a * pool.size + b;
      if (a === b || seen.has(key)) continue;
      seen.add(key);
      pairs.push([a, b]);
    }
  }
  return pairs;
}

type Compare = (a: number, b: number) => CopyLikeness | undefined;

async function comparison(
  candidates: readonly (readonly [number, number])[],
  graph: NeighborGraph,
  { outlines }: Pick<ReviewContext, 'outlines'>,
): Promise<Compare> {
  if (outlines === undefined) return byEmbeddings(graph);
  const drawn = await outlines(Int32Array.from(new Set(candidates.flat())).sort());
  const comparer = createComparer(drawn);
  const positions = new Map(Array.from(drawn.rows, (row, position) => [row, position]));
  return (a, b) => {
    const [p, q] = [positions.get(a), positions.get(b)];
    if (p === undefined || q === undefined) return undefined;
    const likeness = comparer.compare(p, q);
    const isCopy =
      likeness !== undefined &&
      likeness.similarity >= leastSimilarity &&
      likeness.colorDifference <= mostColorDifference;
    return isCopy ? likeness : undefined;
  };
}

function byEmbeddings({ points, nodes, neighbors: { k, distances } }: NeighborGraph): Compare {
  const nearest = Float64Array.from({ length: points.rows }, (_, node) =>
    Math.sqrt(distances[node * k]),
  ).sort();
  const usual = nearest[nearest.length >> 1];
  const limit = Math.max(mostDistanceShare * usual, 1e-6);
  return (a, b) => {
    const [x, y] = [rowOf(points, nodes[a]), rowOf(points, nodes[b])];
    let squares = 0;
    for (let j = 0; j < x.length; j++) squares += (x[j] - y[j]) ** 2;
    const cosine = 1 - squares / 2;
    const isCopy = cosine >= leastCosineAlone && Math.sqrt(squares) < limit;
    return isCopy ? { similarity: Math.min(1, cosine), isMirrored: false, area: 1 } : undefined;
  };
}
