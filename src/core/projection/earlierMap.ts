import { fingerprintOf } from './fingerprints.ts';

/** A map of other rows, some of which may be among ours. */
export interface EarlierMap {
  /** M x 2, NaN where a row has no place. */
  readonly points: Float32Array;
  /** M fingerprints. */
  readonly rows: Int32Array;
  /** Rows that were laid out, not placed beside others later. */
  readonly fitted: number;
  /** Rows placed later. */
  readonly placed: number;
}

/** A map that is gone on with: its places for our rows, NaN for those that are new. */
export interface ContinuedMap {
  readonly points: Float32Array;
  readonly fixed: Int32Array;
  readonly fresh: Int32Array;
  readonly fitted: number;
  readonly placed: number;
}

/** With more rows than this share placed later, what was laid out no longer says how all of them lie. */
const mostPlaced = 0.25;

/** What an earlier map says of rows (by their fingerprints); undefined where too little of it is left, or too much is new. */
export function continueMap(
  { points, rows, fitted, placed }: EarlierMap,
  ours: Int32Array,
): ContinuedMap | undefined {
  const rowOf = new Map<number, number>();
  // Copies have one fingerprint and several places, which they keep in the order of the rows.
  const nextCopy = new Int32Array(rows.length / 2).fill(-1);
  for (let row = rows.length / 2 - 1; row >= 0; row--) {
    if (Number.isNaN(points[2 * row])) continue;
    const fingerprint = fingerprintOf(rows, row);
    nextCopy[row] = rowOf.get(fingerprint) ?? -1;
    rowOf.set(fingerprint, row);
  }
  const count = ours.length / 2;
  const continued = new Float32Array(2 * count).fill(Number.NaN);
  const fixed: number[] = [];
  const fresh: number[] = [];
  for (let row = 0; row < count; row++) {
    const fingerprint = fingerprintOf(ours, row);
    const known = rowOf.get(fingerprint);
    if (known === undefined) fresh.push(row);
    else {
      fixed.push(row);
      if (nextCopy[known] >= 0) rowOf.set(fingerprint, nextCopy[known]);
      continued[2 * row] = points[2 * known];
      continued[2 * row + 1] = points[2 * known + 1];
    }
  }
  const placedNow = placed + fresh.length;
  const isFew = placedNow <= mostPlaced * fitted && fixed.length * 2 >= fitted;
  if (!isFew) return undefined;
  return {
    points: continued,
    fixed: Int32Array.from(fixed),
    fresh: Int32Array.from(fresh),
    fitted,
    placed: placedNow,
  };
}
