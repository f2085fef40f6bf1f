import { overRows } from '../math/matrix.ts';
import type { Matrix } from '../types.ts';

/**
 * Two 32-bit numbers per row (N x 2) that tell rows apart by what they hold: the same image, embedded by the same encoder, has
 * the same in every order. FNV-1a over the bits, from two starts.
 */
export async function fingerprints(
  { data, rows, cols }: Matrix,
  pause: () => Promise<void>,
): Promise<Int32Array> {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const result = new Int32Array(2 * rows);
  await overRows({ rows, cols: 2 * cols }, pause, (from, to) => {
    for (let i = from, at = from * cols; i < to; i++) {
      let a = 0x811c9dc5 | 0;
      let b = 0x9e3779b9 | 0;
      for (let j = 0; j < cols; j++, at++) {
        a = Math.imul(a ^ bits[at], 0x01000193);
        b = Math.imul(b ^ (bits[at] >>> 7), 0x85ebca6b) ^ (b >>> 13);
      }
      result[2 * i] = a;
      result[2 * i + 1] = b;
    }
  });
  return result;
}

/** A fingerprint as one number: 53 of its bits. */
export function fingerprintOf(all: Int32Array, row: number): number {
  return (all[2 * row] >>> 0) * 0x200000 + (all[2 * row + 1] >>> 11);
}
