import { row } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/**
 * The first `count` of `rows` that copy (number for number) neither a row of `taken` nor an earlier one of `rows`; where
 * there are fewer, the copies follow in the same order.
 */
export function copiesLast(
  X: Matrix,
  taken: readonly number[],
  rows: readonly number[],
  count: number,
): readonly number[] {
  const { originals, copies } = tellApart(X, taken, rows, count);
  return [...originals, ...copies].slice(0, count);
}

/** The first `count` of `rows`, or as many as there are, that copy neither a row of `taken` nor an earlier one of `rows`. */
export function withoutCopies(
  X: Matrix,
  taken: Iterable<number>,
  rows: Iterable<number>,
  count: number,
): readonly number[] {
  return tellApart(X, taken, rows, count).originals;
}

/** The rows up to the `count`-th that is no copy, in two lists. */
function tellApart(
  X: Matrix,
  taken: Iterable<number>,
  rows: Iterable<number>,
  count: number,
): { readonly originals: readonly number[]; readonly copies: readonly number[] } {
  const seen = new DistinctRows(X);
  for (const i of taken) seen.add(i);
  const originals: number[] = [];
  const copies: number[] = [];
  for (const i of rows) {
    if (originals.length === count) break;
    (seen.add(i) ? originals : copies).push(i);
  }
  return { originals, copies };
}

/** A set of rows that are told apart by their numbers. */
class DistinctRows {
  private readonly X: Matrix;
  private readonly byHash = new Map<number, number[]>();

  constructor(X: Matrix) {
    this.X = X;
  }

  /** Adds row i. False if an equal row is there already. */
  add(i: number): boolean {
    const values = row(this.X, i);
    const key = hash(values);
    const alike = this.byHash.get(key);
    if (alike === undefined) this.byHash.set(key, [i]);
    else if (alike.some((other) => isEqual(row(this.X, other), values))) return false;
    else alike.push(i);
    return true;
  }
}

function hash(values: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) sum = sum * 0.618 + values[j];
  return sum;
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
  return true;
}
