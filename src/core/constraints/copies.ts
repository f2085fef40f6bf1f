import type { Kernels } from '../kernels.ts';
import { gather, matrix, normalizeRows } from '../math/matrix.ts';
import type { Pool } from '../selectors/selector.ts';
import type { Matrix } from '../types.ts';
import type { Constraints, ImageFacts } from './constraints.ts';
import { contentsOfRows } from './contents.ts';

/** Two pictures are almost equal from this cosine of their embeddings on, if their perceptual hashes agree too. */
export const minCosine = 0.97;
/** Bits in which the perceptual hashes of almost equal pictures may differ. */
const maxHamming = 4;

/** Rows and anchors compared at a time. */
const rowsPerBlock = 1024;
const anchorsPerBlock = 1024;

/** Finds the images that show the same. */
export interface Copies {
  /**
   * Calls `visit` for each of `rows`, in that order, with the `anchors` that it is a copy of; a row is no copy of
   * itself. Every pair is looked at by itself: a copy of a copy need not be a copy.
   */
  compare(
    rows: Int32Array,
    anchors: Int32Array,
    visit: (row: number, copied: readonly number[]) => void,
  ): Promise<void>;
}

interface CopiesContext {
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
}

/**
 * `exact`: equal files. `near`: those, and pictures whose embeddings and perceptual hashes are both close; where there are
 * no pictures the embeddings alone decide, where there are no embeddings only equal files are found.
 */
export async function createCopies(
  mode: Exclude<Constraints['excludeDuplicates'], 'none'>,
  { size, embeddings: distances, unprojected: embeddings = distances }: Pool,
  { contents, perceptualHashes }: ImageFacts,
  context: CopiesContext,
): Promise<Copies> {
  const numbers =
    contents ??
    (embeddings === undefined
      ? Int32Array.from({ length: size }, (_, i) => i)
      : await contentsOfRows(embeddings, context.pause));
  const isNear = mode === 'near' && embeddings !== undefined;
  const hashes = new Map<number, bigint | undefined>();

  /** Makes sure that the hashes of the pairs are known. */
  async function hash(pairs: readonly Pair[]): Promise<void> {
    if (perceptualHashes === undefined) return;
    const wanted = [...new Set(pairs.flatMap((pair) => [pair.row, pair.anchor]))].filter(
      (row) => !hashes.has(row),
    );
    if (wanted.length === 0) return;
    const found = await perceptualHashes(Int32Array.from(wanted.sort((a, b) => a - b)));
    for (const row of wanted) hashes.set(row, found.get(row));
  }

  function looksAlike({ row, anchor }: Pair): boolean {
    if (perceptualHashes === undefined) return true;
    const [a, b] = [hashes.get(row), hashes.get(anchor)];
    return a !== undefined && b !== undefined && hamming(a, b) <= maxHamming;
  }

  return {
    async compare(rows, anchors, visit) {
      const equal = grouped(anchors, (anchor) => numbers[anchor]);
      const blocks = isNear ? await anchorBlocks(embeddings, anchors, context) : [];
      for (let from = 0; from < rows.length; from += rowsPerBlock) {
        const block = rows.subarray(from, from + rowsPerBlock);
        const pairs = isNear ? await closePairs(embeddings, block, blocks, context) : [];
        const unequal = pairs.filter(({ row, anchor }) => numbers[row] !== numbers[anchor]);
        await hash(unequal);
        const near = grouped(unequal.filter(looksAlike), ({ row }) => row);
        for (const row of block) {
          const same = (equal.get(numbers[row]) ?? []).filter((anchor) => anchor !== row);
          visit(row, [...same, ...(near.get(row) ?? []).map(({ anchor }) => anchor)]);
        }
        await context.pause();
      }
    },
  };
}

interface Pair {
  readonly row: number;
  readonly anchor: number;
}

/** Some anchors, with their directions as columns. */
interface AnchorBlock {
  readonly anchors: Int32Array;
  readonly directions: Matrix;
}

async function anchorBlocks(
  X: Matrix,
  anchors: Int32Array,
  { pause }: CopiesContext,
): Promise<readonly AnchorBlock[]> {
  const blocks: AnchorBlock[] = [];
  for (let from = 0; from < anchors.length; from += anchorsPerBlock) {
    const block = anchors.subarray(from, from + anchorsPerBlock);
    const directions = gather(X, block);
    await normalizeRows(directions, pause);
    blocks.push({ anchors: block, directions: transposed(directions) });
  }
  return blocks;
}

/** The pairs of different rows whose cosine is at least `minCosine`. */
async function closePairs(
  X: Matrix,
  rows: Int32Array,
  blocks: readonly AnchorBlock[],
  { kernels, signal, pause }: CopiesContext,
): Promise<readonly Pair[]> {
  const directions = gather(X, rows);
  await normalizeRows(directions, pause);
  const pairs: Pair[] = [];
  for (const { anchors, directions: columns } of blocks) {
    const cosines = await kernels.product(directions, columns, undefined, { signal });
    for (const [i, row] of rows.entries())
      for (let j = 0; j < anchors.length; j++)
        if (cosines.data[i * anchors.length + j] >= minCosine && anchors[j] !== row)
          pairs.push({ row, anchor: anchors[j] });
    await pause();
  }
  return pairs;
}

function grouped<T>(items: Iterable<T>, keyOf: (item: T) => number): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function transposed({ data, rows, cols }: Matrix): Matrix {
  const result = matrix(cols, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) result.data[j * rows + i] = data[i * cols + j];
  return result;
}

function hamming(a: bigint, b: bigint): number {
  let count = 0;
  for (let bits = a ^ b; bits > 0n; bits &= bits - 1n) count++;
  return count;
}
