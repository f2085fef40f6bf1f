import type { Points } from '../kernels.ts';
import { gatherPoints } from '../math/points.ts';
import type { Rng } from '../rng.ts';
import { kmeans } from './kmeans.ts';
import { meanSilhouette, pairDistances, type SilhouetteContext } from './silhouette.ts';

/** Rows that k-means is tried on for each number of clusters. */
const triedRows = 10_000;
/** Of these, rows whose silhouettes are measured exactly. */
const measuredRows = 2000;
/** More clusters than this are not tried: nobody looks at a list of more, and each try takes longer than the one before. */
const mostTried = 100;
/** Nor are so many that fewer images than this are in one on average, unless the square root of N is more. */
const imagesPerCluster = 20;
/** Iterations of each try: the last ones hardly move a row. */
const maxIterations = 25;
/** Numbers tried at most on each side of the best of the first round. */
const finerTries = 3;

export interface CountTry {
  readonly k: number;
  readonly silhouette: number;
}

/**
 * The number of clusters with the best mean silhouette, ties to the fewest; all that were tried, ascending. Tried are the
 * numbers of a ladder from 2 to N / 20 or the square root of N, whichever is more (100 at most), each about 1.4 times the last, then those around the best.
 * Where N is large, k-means runs on 10,000 rows and the silhouettes are of 2,000 of them. k = 1, and nothing tried,
 * where fewer than three rows differ.
 */
export async function chooseCount(
  X: Points,
  context: SilhouetteContext & { readonly rng: Rng; readonly progress: (share: number) => void },
): Promise<{ readonly k: number; readonly tries: readonly CountTry[] }> {
  const { rng, progress, pause } = context;
  const order = rng.fork('sample').permutation(X.rows);
  const fitted = draw(X, order, triedRows);
  const measured = order.subarray(0, measuredRows).slice().sort();
  const positionOf = new Map(Array.from(fitted.rows, (row, position) => [row, position]));
  const distances = await pairDistances(draw(X, order, measuredRows).points, context);
  const tries = new Map<number, number>();

  const tryAll = async (counts: readonly number[], from: number, to: number): Promise<void> => {
    for (const [i, k] of counts.entries()) {
      const { assignments, centers } = await kmeans(fitted.points, {
        ...context,
        rng: rng.fork(`k ${k}`),
        k,
        maxIterations,
        progress: () => {},
      });
      const own = Int32Array.from(measured, (row) => assignments[positionOf.get(row) ?? 0]);
      const silhouette = await meanSilhouette(distances, own, pause);
      if (centers.rows === k && !Number.isNaN(silhouette)) tries.set(k, silhouette);
      progress(from + ((to - from) * (i + 1)) / counts.length);
    }
  };
  const coarse = ladder(X.rows);
  await tryAll(coarse, 0, 0.7);
  await tryAll(around(best(tries), coarse), 0.7, 1);
  const sorted = [...tries].map(([k, silhouette]) => ({ k, silhouette })).sort((a, b) => a.k - b.k);
  return { k: best(tries), tries: sorted };
}

function draw(
  X: Points,
  order: Int32Array,
  most: number,
): { readonly points: Points; readonly rows: Int32Array } {
  const rows = order.subarray(0, most).slice().sort();
  return { points: rows.length === X.rows ? X : gatherPoints(X, rows), rows };
}

/** 2, 3, 4, 6, 8, 11, ...: powers of the square root of 2. With no more than N - 1 clusters two rows share one. */
export function ladder(rows: number): readonly number[] {
  const wide = Math.floor(Math.max(2, Math.sqrt(rows), rows / imagesPerCluster));
  const most = Math.min(mostTried, wide, rows - 1);
  const counts: number[] = [];
  for (let step = 2; Math.round(2 ** (step / 2)) <= most; step++) counts.push(Math.round(2 ** (step / 2)));
  return counts;
}

/** Numbers between the neighbors of the best on the ladder that were not tried: all, or some evenly spread. */
function around(k: number, coarse: readonly number[]): readonly number[] {
  const at = coarse.indexOf(k);
  if (at < 0) return [];
  const below = at === 0 ? [] : between(coarse[at - 1], k);
  const above = at === coarse.length - 1 ? [] : between(k, coarse[at + 1]);
  return [...below, ...above];
}

function between(low: number, high: number): readonly number[] {
  const count = Math.min(finerTries, high - low - 1);
  return Array.from({ length: count }, (_, i) => low + Math.round(((i + 1) * (high - low)) / (count + 1)));
}

/** The number with the highest silhouette, ties to the lowest number; 1 if none was measured. */
function best(tries: ReadonlyMap<number, number>): number {
  let found = 1;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [k, silhouette] of [...tries].sort(([a], [b]) => a - b))
    if (silhouette > highest) {
      highest = silhouette;
      found = k;
    }
  return found;
}
