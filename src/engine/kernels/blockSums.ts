import type { Tensor } from 'onnxruntime-node';
import { addTo, ranges } from './blocks.ts';
import { floats } from './session.ts';

/** Rows of X and of C in one run: the block of numbers between then stays in the processor's cache. */
const side = 512;

type Step = (share: number) => void;

/** For each row of C a sum over all rows of X, in float64. `begin` prepares rows first..end-1 of C; what it returns is run for
 * each block of X and fills `sums` (1 x end - first). */
export async function sumOverBlocks(
  sizes: { readonly rows: number; readonly columns: number },
  step: Step,
  begin: (first: number, end: number) => (from: number, to: number, sums: Tensor) => Promise<void>,
): Promise<Float64Array> {
  const sums = new Float64Array(sizes.columns);
  const part = new Float32Array(Math.min(side, sizes.columns));
  const tiles = ranges(sizes.columns, side);
  const blocks = ranges(sizes.rows, side);
  for (const [t, [first, end]] of tiles.entries()) {
    const run = begin(first, end);
    const output = floats(part.subarray(0, end - first), 1, end - first);
    for (const [b, [from, to]] of blocks.entries()) {
      step((t + b / blocks.length) / tiles.length);
      await run(from, to, output);
      addTo(sums, part, first, end);
    }
  }
  return sums;
}

/** The same of X with itself: a pair of blocks is compared once and fills the sums of both (`rowSums`: to - from x 1). */
export async function sumOverPairsOfBlocks(
  rows: number,
  step: Step,
  begin: (
    first: number,
    end: number,
  ) => (from: number, to: number, sums: Tensor, rowSums: Tensor) => Promise<void>,
): Promise<Float64Array> {
  const sums = new Float64Array(rows);
  const part = new Float32Array(Math.min(side, rows));
  const rowPart = new Float32Array(part.length);
  const sides = ranges(rows, side);
  const runs = (sides.length * (sides.length + 1)) / 2;
  let done = 0;
  for (const [t, [first, end]] of sides.entries()) {
    const run = begin(first, end);
    const output = floats(part.subarray(0, end - first), 1, end - first);
    for (const [from, to] of sides.slice(t)) {
      step(done++ / runs);
      const rowOutput = floats(rowPart.subarray(0, to - from), to - from, 1);
      await run(from, to, output, rowOutput);
      addTo(sums, part, first, end);
      if (from !== first) addTo(sums, rowPart, from, to);
    }
  }
  return sums;
}
