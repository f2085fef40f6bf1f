/** Some rows that are covered better than before, all of them through rows chosen at the same time. */
export interface Rise {
  readonly rows: Int32Array;
  /** Coverage of each of these rows before and after. */
  readonly before: Float32Array;
  readonly after: Float32Array;
}

/** Rows of a rise: few enough that what rises most can be looked at first, enough for a matrix product. */
const rowsPerRise = 4096;

/**
 * What rose between two states of coverage, cut into rises, the largest first: a candidate whose gain falls far enough with
 * the first need not be compared with the rest.
 */
export function cutRises(before: Float32Array, after: Float32Array, weight: Float32Array): readonly Rise[] {
  const height = after.map((value, i) => weight[i] * (value - before[i]));
  const risen = Int32Array.from(height.keys())
    .filter((i) => height[i] > 0)
    .sort((a, b) => height[b] - height[a] || a - b);
  const rises: Rise[] = [];
  for (let from = 0; from < risen.length; from += rowsPerRise) {
    // Ascending, so that they are read in the order in which they lie in memory.
    const rows = risen.slice(from, from + rowsPerRise).sort();
    rises.push({
      rows,
      before: Float32Array.from(rows, (row) => before[row]),
      after: Float32Array.from(rows, (row) => after[row]),
    });
  }
  return rises;
}
