import { createHash } from 'node:crypto';

/** sha256 hex of a text and numbers: how a job names its inputs. */
export function sha256(
  text: string,
  ...arrays: readonly (Int32Array | Int8Array | Uint8Array | Float32Array | Float64Array)[]
): string {
  const hash = createHash('sha256').update(text);
  for (const array of arrays)
    hash.update('\n').update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}
