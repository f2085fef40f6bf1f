import { createHash } from 'node:crypto';
import type { Problem } from '../types.ts';
import type { Found } from './found.ts';

/** A list of images that a thread hands over at next to no cost: one text and two arrays. */
export interface PackedList {
  /** In order, a NUL between two: no name holds one. */
  readonly paths: string;
  readonly sizes: Float64Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  readonly problems: readonly Problem[];
  /** Of all images with size and time: equal = nothing has changed. */
  readonly digest: string;
}

export function packList(found: Found): PackedList {
  const { paths, problems } = found;
  const sizes = Float64Array.from(found.sizes);
  const times = Float64Array.from(found.times);
  const digest = createHash('sha256').update(paths).update(sizes).update(times).digest('base64');
  return { paths, sizes, times, problems, digest };
}
