import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import type { Matrix } from '../core/types.ts';

/** What a .npy file says of itself (NumPy NEP 1). */
export interface NpyHeader {
  readonly kind: 'f' | 'i' | 'u' | 'b';
  /** Bytes per value. */
  readonly width: number;
  readonly bigEndian: boolean;
  readonly shape: readonly number[];
  /** Where the values begin. */
  readonly offset: number;
}

const MAGIC = '\x93NUMPY';
const CHUNK_BYTES = 8 << 20;
const MAX_HEADER_BYTES = 1 << 20;

/** Reads the header of a .npy file. Throws `bad-input` or `not-found`, naming the file and the way out. */
export async function readNpyHeader(file: string): Promise<NpyHeader> {
  return withFile(file, (handle) => parseHeader(handle, file));
}

/** Reads an N x D array of float16, float32 or float64, of either byte order, as float32. */
export async function readNpyMatrix(file: string): Promise<Matrix> {
  return withFile(file, async (handle) => {
    const header = await parseHeader(handle, file);
    const [rows, cols] = header.shape;
    if (header.kind !== 'f' || header.shape.length !== 2)
      throw bad(
        file,
        `holds ${describe(header)}; embeddings are N x D floats, so save them as array.astype("float32")`,
      );
    const data = new Float32Array(rows * cols);
    const read = floatReader(header);
    await readValues(handle, header, file, (view, count, at) => {
      for (let i = 0; i < count; i++) data[at + i] = read(view, i);
    });
    return { data, rows, cols };
  });
}

/** Reads N integers (any width, either byte order; N or N x 1) that fit into 32 bits. */
export async function readNpyIds(file: string): Promise<Int32Array> {
  return withFile(file, async (handle) => {
    const header = await parseHeader(handle, file);
    const { kind, shape } = header;
    const isList = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
    if ((kind !== 'i' && kind !== 'u') || !isList)
      throw bad(
        file,
        `holds ${describe(header)}; ids are one integer per row, so save them as array.astype("int32")`,
      );
    const ids = new Int32Array(shape[0]);
    const read = integerReader(header);
    await readValues(handle, header, file, (view, count, at) => {
      for (let i = 0; i < count; i++) {
        const value = read(view, i);
        if (value < -0x80000000 || value > 0x7fffffff)
          throw bad(
            file,
            `has the id ${value} in row ${at + i}, which does not fit into 32 bits; number the clusters from 0`,
          );
        ids[at + i] = Number(value);
      }
    });
    return ids;
  });
}

/** Reads N or N x K numbers, floats or integers of any width. */
export async function readNpyNumbers(
  file: string,
): Promise<{ readonly data: Float64Array; readonly rows: number; readonly cols: number }> {
  return withFile(file, async (handle) => {
    const header = await parseHeader(handle, file);
    const [rows = 1, cols = 1, ...more] = header.shape;
    if (header.kind === 'b' || header.shape.length === 0 || more.length > 0)
      throw bad(file, `holds ${describe(header)}; one number or one row of numbers per image is read`);
    const data = new Float64Array(rows * cols);
    const read = header.kind === 'f' ? floatReader(header) : integerReader(header);
    await readValues(handle, header, file, (view, count, at) => {
      for (let i = 0; i < count; i++) data[at + i] = Number(read(view, i));
    });
    return { data, rows, cols };
  });
}

/** The first 128 bytes of a version 1 .npy of float32 in C order: of one length for every shape, so that it can be rewritten in place. */
export function npyHeader(rows: number, cols: number): Buffer {
  return headerOf('<f4', `${rows}, ${cols}`);
}

/** The same of a list of 32-bit integers. */
export function npyIdsHeader(count: number): Buffer {
  return headerOf('<i4', `${count},`);
}

function headerOf(descr: string, shape: string): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = Buffer.alloc(NPY_HEADER_BYTES, ' ');
  header.write(MAGIC, 0, 'latin1');
  header.set([1, 0, NPY_HEADER_BYTES - 10, 0], 6);
  header.write(text, 10, 'latin1');
  header[NPY_HEADER_BYTES - 1] = 10;
  return header;
}

export const NPY_HEADER_BYTES = 128;

/** Writes an N x D matrix as float32 .npy (little-endian, C order). */
export async function writeNpy(file: string, { data, rows, cols }: Matrix): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(npyHeader(rows, cols));
    await handle.writeFile(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  } finally {
    await handle.close();
  }
}

async function withFile<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError(
      missing ? 'not-found' : 'not-readable',
      missing ? `${file} was not found; check the path.` : `${file} cannot be read; check its permissions.`,
      { file, cause: error },
    );
  }
  try {
    return await work(handle);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') throw bad(file, 'is a folder; give a .npy file');
    throw error;
  } finally {
    await handle.close();
  }
}

async function parseHeader(handle: FileHandle, file: string): Promise<NpyHeader> {
  const start = Buffer.alloc(12);
  const { bytesRead } = await handle.read(start, 0, 12, 0);
  if (bytesRead < 10 || start.toString('latin1', 0, 6) !== MAGIC)
    throw bad(file, 'is not a .npy file; save the array with numpy.save');
  const version = start[6];
  if (version < 1 || version > 3)
    throw bad(file, `has .npy version ${version}; save it with numpy.save again`);
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8);
  if (length > MAX_HEADER_BYTES) throw bad(file, 'has a damaged .npy header; save it again');
  const text = Buffer.alloc(length);
  if ((await handle.read(text, 0, length, begin)).bytesRead < length)
    throw bad(file, 'ends inside its .npy header; copy or save it again');
  return parseDictionary(text.toString(version === 3 ? 'utf8' : 'latin1'), begin + length, file);
}

function parseDictionary(text: string, offset: number, file: string): NpyHeader {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const dims = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (fortran === undefined || dims === undefined || (descr === undefined && !text.includes("'descr'")))
    throw bad(file, 'has a damaged .npy header; save it again');
  const type = /^([<>|=])([fiub])(\d+)$/.exec(descr ?? '');
  if (type === null)
    throw bad(
      file,
      `holds values of type ${descr ?? 'a structure'}, not numbers; save it as array.astype("float32")`,
    );
  const shape = dims
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  if (fortran === 'True' && shape.length > 1)
    throw bad(file, 'is in Fortran order; save it as numpy.ascontiguousarray(array)');
  const width = Number(type[3]);
  const kind = type[2] as NpyHeader['kind'];
  const widths = kind === 'f' ? [2, 4, 8] : kind === 'b' ? [1] : [1, 2, 4, 8];
  if (!widths.includes(width) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    throw bad(
      file,
      `holds ${descr} of shape (${dims}), which is not read; save it as array.astype("float32")`,
    );
  return { kind, width, bigEndian: type[1] === '>', shape, offset };
}

/** Hands the values over in blocks: `at` is the number of the first one of the block. */
async function readValues(
  handle: FileHandle,
  { width, shape, offset }: NpyHeader,
  file: string,
  take: (view: DataView, count: number, at: number) => void,
): Promise<void> {
  const total = shape.reduce((product, size) => product * size, 1);
  const { size } = await handle.stat();
  if (size < offset + total * width)
    throw bad(
      file,
      `ends after ${Math.max(0, Math.floor((size - offset) / width))} of its ${total} values; copy or save it again`,
    );
  const perChunk = CHUNK_BYTES / width;
  const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, total * width));
  for (let at = 0; at < total; at += perChunk) {
    const count = Math.min(perChunk, total - at);
    const { bytesRead } = await handle.read(buffer, 0, count * width, offset + at * width);
    if (bytesRead < count * width) throw bad(file, 'became shorter while it was read; try again');
    take(new DataView(buffer.buffer, buffer.byteOffset, bytesRead), count, at);
  }
}

function floatReader({ width, bigEndian }: NpyHeader): (view: DataView, index: number) => number {
  const little = !bigEndian;
  if (width === 4) return (view, i) => view.getFloat32(i * 4, little);
  if (width === 8) return (view, i) => Math.fround(view.getFloat64(i * 8, little));
  const values = Float32Array.from({ length: 65536 }, (_, bits) => fromHalf(bits));
  return (view, i) => values[view.getUint16(i * 2, little)];
}

function integerReader({
  kind,
  width,
  bigEndian,
}: NpyHeader): (view: DataView, index: number) => number | bigint {
  const little = !bigEndian;
  const signed = kind === 'i';
  if (width === 1) return (view, i) => (signed ? view.getInt8(i) : view.getUint8(i));
  if (width === 2)
    return (view, i) => (signed ? view.getInt16(i * 2, little) : view.getUint16(i * 2, little));
  if (width === 4)
    return (view, i) => (signed ? view.getInt32(i * 4, little) : view.getUint32(i * 4, little));
  return (view, i) => (signed ? view.getBigInt64(i * 8, little) : view.getBigUint64(i * 8, little));
}

/** The value of an IEEE 754 half. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 25) * (1024 + fraction);
}

function describe({ kind, width, shape }: NpyHeader): string {
  const names = { f: 'float', i: 'int', u: 'uint', b: 'bool' };
  return `${names[kind]}${kind === 'b' ? '' : width * 8} of shape (${shape.join(', ')})`;
}

function bad(file: string, what: string): UserError {
  return new UserError('bad-input', `${file} ${what}.`, { file });
}
