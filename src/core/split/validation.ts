import type { Rng } from '../rng.ts';

/**
 * Which rows are held out for validation so that every class keeps its proportion: of a class with n rows, `fraction` * n
 * rounded down or up, so that the sum is right to one row; one row of each class at least stays in training. `classes`:
 * class number per row. Result: 1 = validation.
 */
export function stratifiedValidation(classes: Int32Array, fraction: number, rng: Rng): Uint8Array {
  const held = new Uint8Array(classes.length);
  const rows = rowsOf(classes);
  const wanted = rows.map(({ length }) => Math.min(fraction * length, Math.max(0, length - 1)));
  const counts = wanted.map(Math.floor);
  const byRemainder = [...rows.keys()].sort(
    (a, b) => wanted[b] - counts[b] - (wanted[a] - counts[a]) || a - b,
  );
  let left = Math.round(sum(wanted)) - sum(counts);
  for (const c of byRemainder) {
    if (left === 0) break;
    if (wanted[c] === counts[c]) continue;
    counts[c]++;
    left--;
  }
  for (const [c, list] of rows.entries()) {
    const order = rng.fork(`class ${c}`).permutation(list.length);
    for (const i of order.subarray(0, counts[c])) held[list[i]] = 1;
  }
  return held;
}

/**
 * The same with whole groups: all rows of a group are on one side. Groups are taken in random order, larger ones first, as
 * long as each brings the class counts of validation closer to `fraction` of all. Where there are two groups, none of the
 * sides is empty; a single group stays in training. `groups`: group number per row.
 */
export function groupedValidation(
  groups: Int32Array,
  classes: Int32Array,
  fraction: number,
  rng: Rng,
): Uint8Array {
  const held = new Uint8Array(groups.length);
  const rows = rowsOf(groups);
  if (rows.length < 2 || fraction === 0) return held;
  const order = [...rng.permutation(rows.length)].sort((a, b) => rows[b].length - rows[a].length);
  const missing = Float64Array.from(rowsOf(classes), ({ length }) => fraction * length);
  const chosen: number[] = [];
  for (const group of order) {
    if (chosen.length === rows.length - 1 || !isCloser(missing, rows[group], classes)) continue;
    for (const row of rows[group]) missing[classes[row]]--;
    chosen.push(group);
  }
  if (chosen.length === 0) chosen.push(order[order.length - 1]);
  for (const group of chosen) for (const row of rows[group]) held[row] = 1;
  return held;
}

/** Whether what is missing of each class, as a sum of squares, gets less when the rows are taken. */
function isCloser(missing: Float64Array, rows: readonly number[], classes: Int32Array): boolean {
  const taken = new Map<number, number>();
  for (const row of rows) taken.set(classes[row], (taken.get(classes[row]) ?? 0) + 1);
  let change = 0;
  for (const [c, count] of taken) change += count * (count - 2 * missing[c]);
  return change < 0;
}

function rowsOf(numbers: Int32Array): readonly number[][] {
  const rows: number[][] = [];
  for (const [row, number] of numbers.entries()) {
    while (rows.length <= number) rows.push([]);
    rows[number].push(row);
  }
  return rows;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
