/** Multiply-adds in one run of a graph: about 10 ms of one core, so that a cancelled job ends soon. */
const workPerRun = 1e9;
/** Numbers in one output of a graph: 2 MB, which stay in the cache until they are read (twice as quick as 16 MB). */
const numbersPerRun = 524_288;
/** Columns of a block of scores. */
export const tileRows = 2048;

/** How many rows a run may take when each row costs `work` multiply-adds and makes `outputs` numbers. */
export function rowsPerRun(work: number, outputs: number): number {
  const rows = Math.min(workPerRun / Math.max(1, work), numbersPerRun / Math.max(1, outputs));
  return Math.max(1, Math.floor(rows));
}

/** The ranges [from, to) that cut 0..total-1 into steps. */
export function ranges(total: number, step: number): readonly (readonly [from: number, to: number])[] {
  const count = Math.ceil(total / step);
  return Array.from({ length: count }, (_, i) => [i * step, Math.min(total, (i + 1) * step)] as const);
}

/** Adds a part to the numbers from..to-1. */
export function addTo(sums: Float64Array, part: Float32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) sums[i] += part[i - from];
}
