import type { Rng } from '../rng.ts';
import type { Protocol } from './simulation.ts';

/** Rows of the source, ascending: those to choose from, and those to measure with. */
export interface Split {
  readonly pool: Int32Array;
  readonly heldOut: Int32Array;
}

/**
 * Splits the rows with a known class (`truth` >= 0) at random, each class by itself. Of every class one row at least stays
 * in the pool. The sizes of the protocol then take a part of both sides, again class by class.
 */
export function stratifiedSplit(
  truth: Int32Array,
  { heldOut: share, poolSize, heldOutSize }: Pick<Protocol, 'heldOut' | 'poolSize' | 'heldOutSize'>,
  rng: Rng,
): Split {
  const classes = rowsByClass(truth).map((rows, c) => shuffled(rows, rng.fork(`class ${c}`)));
  const counts = classes.map((rows) => rows.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const held = allocate(
    Math.round(share * total),
    counts,
    counts.map((count) => Math.max(0, count - 1)),
  );
  const heldRows = classes.map((rows, c) => rows.slice(0, held[c]));
  const poolRows = classes.map((rows, c) => rows.slice(held[c]));
  return { pool: part(poolRows, poolSize), heldOut: part(heldRows, heldOutSize) };
}

/** `size` rows in all (0: every one), of each class its share, ascending. */
function part(classes: readonly (readonly number[])[], size: number): Int32Array {
  const counts = classes.map((rows) => rows.length);
  const kept = size > 0 ? allocate(size, counts, counts) : counts;
  return Int32Array.from(classes.flatMap((rows, c) => rows.slice(0, kept[c]))).sort();
}

/**
 * Shares out `total` in proportion to the counts by largest remainder, ties to the lowest, nowhere above the limit. What
 * does not fit below the limits is not shared out.
 */
function allocate(total: number, counts: readonly number[], limits: readonly number[]): readonly number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  const wanted = counts.map((count) => (sum === 0 ? 0 : (total * count) / sum));
  const given = wanted.map((want, c) => Math.min(Math.floor(want), limits[c]));
  let left = total - given.reduce((all, count) => all + count, 0);
  const byRemainder = [...counts.keys()].sort(
    (a, b) => wanted[b] - given[b] - (wanted[a] - given[a]) || a - b,
  );
  for (let isStuck = false; left > 0 && !isStuck; ) {
    isStuck = true;
    for (const c of byRemainder) {
      if (left === 0 || given[c] >= limits[c]) continue;
      given[c]++;
      left--;
      isStuck = false;
    }
  }
  return given;
}

function rowsByClass(truth: Int32Array): readonly number[][] {
  const classes: number[][] = [];
  for (const [row, c] of truth.entries()) {
    if (c < 0) continue;
    while (classes.length <= c) classes.push([]);
    classes[c].push(row);
  }
  return classes;
}

function shuffled(rows: readonly number[], rng: Rng): readonly number[] {
  return Array.from(rng.permutation(rows.length), (i) => rows[i]);
}
