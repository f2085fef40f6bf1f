import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Steps } from '../files/slices.ts';
import type { ImageFile, Problem } from '../types.ts';
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

/** The images of a folder as a dataset holds them. */
export interface Pool {
  readonly images: readonly ImageFile[];
  /** Row of each path in `images`. */
  readonly rows: ReadonlyMap<string, number>;
}

export function packList(found: Found): PackedList {
  const { paths, problems } = found;
  const sizes = Float64Array.from(found.sizes);
  const times = Float64Array.from(found.times);
  const digest = createHash('sha256').update(paths).update(sizes).update(times).digest('base64');
  return { paths, sizes, times, problems, digest };
}

export const noPool: Pool = { images: [], rows: new Map() };

/** The images of a list; `home` is what their paths are relative to. Those that are as they were `before` are the same objects. */
export function* unpackList({ paths, sizes, times }: PackedList, home: string, before = noPool): Steps<Pool> {
  const images: ImageFile[] = [];
  const rows = new Map<string, number>();
  // Parts of one text: they take half of the room that separate ones would.
  for (const [row, name] of paths === '' ? [] : paths.split('\0').entries()) {
    const known = before.images[before.rows.get(name) ?? -1];
    const isKnown = known?.size === sizes[row] && known.mtimeMs === times[row];
    const image = isKnown
      ? known
      : { path: name, file: fileOf(home, name), size: sizes[row], mtimeMs: times[row] };
    images.push(image);
    rows.set(image.path, row);
    if (row % 256 === 255) yield;
  }
  return { images, rows };
}

/** As `path.resolve` has it, at a tenth of its cost for the usual path. */
function fileOf(home: string, name: string): string {
  const isPlain = path.sep === '/' && !name.startsWith('../') && !name.startsWith('/');
  return isPlain && home !== '/' ? `${home}/${name}` : path.resolve(home, name);
}
