import type { ImageRef } from '../protocol/engine.ts';

/** A list of images as it goes to the engine process: one text instead of 100,000 objects. */
interface PackedImages {
  readonly isPackedImages: true;
  /** Paths, a NUL between two: no name holds one. */
  readonly paths: string;
  /** The same of the files; or what stands before each path, where that makes its file. */
  readonly files: string | { readonly before: string };
  readonly sizes: Float64Array;
  readonly times: Float64Array;
}

/** Lists shorter than this are not worth it. */
const worthIt = 1000;
const packed = new WeakMap<readonly ImageRef[], PackedImages>();

/** A request, with the long lists of images in it packed. A list is packed once, however often it is sent. */
export function packRequest(input: unknown): unknown {
  return withImages(input, (images) =>
    Array.isArray(images) && images.length >= worthIt ? packOnce(images) : images,
  );
}

/** The request again, as it was. */
export function unpackRequest(input: unknown): unknown {
  return withImages(input, (images) => (isPacked(images) ? unpack(images) : images));
}

/** The request with its `images`, or those of its `source`, replaced. */
function withImages(input: unknown, replace: (images: unknown) => unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  if ('images' in input) return { ...input, images: replace(input.images) };
  return 'source' in input ? { ...input, source: withImages(input.source, replace) } : input;
}

function packOnce(images: readonly ImageRef[]): PackedImages {
  const known = packed.get(images) ?? pack(images);
  packed.set(images, known);
  return known;
}

function pack(images: readonly ImageRef[]): PackedImages {
  const [first] = images;
  const before = first.file.slice(0, Math.max(0, first.file.length - first.path.length));
  const isPlain = images.every(
    ({ path, file }) => file.length === before.length + path.length && file === before + path,
  );
  return {
    isPackedImages: true,
    paths: images.map(({ path }) => path).join('\0'),
    files: isPlain ? { before } : images.map(({ file }) => file).join('\0'),
    sizes: Float64Array.from(images, ({ size }) => size),
    times: Float64Array.from(images, ({ mtimeMs }) => mtimeMs),
  };
}

function unpack({ paths, files, sizes, times }: PackedImages): readonly ImageRef[] {
  const all = typeof files === 'string' ? files.split('\0') : undefined;
  const before = typeof files === 'string' ? '' : files.before;
  return paths.split('\0').map((path, row) => ({
    path,
    file: all?.[row] ?? before + path,
    size: sizes[row],
    mtimeMs: times[row],
  }));
}

function isPacked(value: unknown): value is PackedImages {
  return typeof value === 'object' && value !== null && 'isPackedImages' in value;
}
