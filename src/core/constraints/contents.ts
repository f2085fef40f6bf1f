import { overRows } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/** A number per row, the same for rows that are equal bit by bit. */
export async function contentsOfRows(X: Matrix, pause: () => Promise<void>): Promise<Int32Array> {
  const words = new Int32Array(X.data.buffer, X.data.byteOffset, X.data.length);
  const contents = new Int32Array(X.rows);
  const byHash = new Map<number, number[]>();
  await overRows(X, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const hash = hashOf(words, i * X.cols, X.cols);
      const alike = byHash.get(hash);
      const same = alike?.find((other) => isEqual(words, other * X.cols, i * X.cols, X.cols));
      contents[i] = same ?? i;
      if (alike === undefined) byHash.set(hash, [i]);
      else if (same === undefined) alike.push(i);
    }
  });
  return contents;
}

/** FNV-1a over words. */
function hashOf(words: Int32Array, start: number, count: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + count; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  return hash;
}

function isEqual(words: Int32Array, a: number, b: number, count: number): boolean {
  for (let j = 0; j < count; j++) if (words[a + j] !== words[b + j]) return false;
  return true;
}
