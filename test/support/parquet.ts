import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** A column to write: texts, doubles, 64-bit integers, or a list of floats per row. */
export type Column = readonly string[] | readonly number[] | readonly bigint[] | readonly Float32Array[];

/**
 * Writes a small Parquet file (format 1.0: one plain data page per column and row group), so that tests depend on no
 * other writer than this page of code.
 */
export function writeParquet(
  file: string,
  columns: Readonly<Record<string, Column>>,
  { rowsPerGroup = Number.POSITIVE_INFINITY, gzip = false } = {},
): void {
  const parts: Buffer[] = [Buffer.from('PAR1')];
  let offset = 4;
  const rows = Object.values(columns)[0]?.length ?? 0;
  const groups: Thrift[] = [];
  for (let from = 0; from === 0 || from < rows; from += rowsPerGroup) {
    const count = Math.min(rowsPerGroup, rows - from);
    const chunks = Object.entries(columns).map(([name, column]) => {
      const page = pageOf(column.slice(from, from + count) as Column, gzip);
      const start = offset;
      parts.push(page.bytes);
      offset += page.bytes.length;
      return struct([2, i64(start)], [3, metadata(name, column, page, start, gzip)]);
    });
    groups.push(struct([1, list(chunks)], [2, i64(offset)], [3, i64(count)]));
  }
  const schema = [
    struct([4, text('schema')], [5, i32(Object.keys(columns).length)]),
    ...Object.entries(columns).flatMap(([name, column]) => schemaOf(name, column)),
  ];
  const footer = struct([1, i32(1)], [2, list(schema)], [3, i64(rows)], [4, list(groups)]).bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  writeFileSync(file, Buffer.concat([...parts, footer, length, Buffer.from('PAR1')]));
}

const REQUIRED = 0;
const REPEATED = 2;
const UTF8 = 0;
const LIST = 3;
const RLE = 3;

/** Physical type of the values of a column. */
function typeOf([first]: Column): number {
  if (typeof first === 'string') return 6;
  if (typeof first === 'bigint') return 2;
  return typeof first === 'number' ? 5 : 4;
}

function schemaOf(name: string, column: Column): Thrift[] {
  const leaf = (called: string): Thrift =>
    struct(
      [1, i32(typeOf(column))],
      [3, i32(REQUIRED)],
      [4, text(called)],
      ...(typeof column[0] === 'string' ? [[6, i32(UTF8)] as const] : []),
    );
  if (!(column[0] instanceof Float32Array)) return [leaf(name)];
  return [
    struct([3, i32(REQUIRED)], [4, text(name)], [5, i32(1)], [6, i32(LIST)]),
    struct([3, i32(REPEATED)], [4, text('list')], [5, i32(1)]),
    leaf('element'),
  ];
}

interface Page {
  readonly bytes: Buffer;
  readonly values: number;
}

function pageOf(column: Column, gzip: boolean): Page {
  const lists = column.filter((value) => value instanceof Float32Array);
  const flat = lists.length > 0 ? lists.flatMap((value) => [...value]) : [...column];
  const levels = lists.length > 0 ? [repetition(lists), run(flat.length, 1)].map(withLength) : [];
  const plain = Buffer.concat([...levels, ...flat.map((value) => plainBytes(value, lists.length > 0))]);
  const data = gzip ? gzipSync(plain) : plain;
  const header = struct(
    [1, i32(0)],
    [2, i32(plain.length)],
    [3, i32(data.length)],
    [5, struct([1, i32(flat.length)], [2, i32(0)], [3, i32(RLE)], [4, i32(RLE)])],
  );
  return { bytes: Buffer.concat([header.bytes, data]), values: flat.length };
}

function plainBytes(value: string | number | bigint | Float32Array, isFloat: boolean): Buffer {
  if (typeof value === 'string') return withLength(Buffer.from(value));
  const bytes = Buffer.alloc(isFloat ? 4 : 8);
  if (typeof value === 'bigint') bytes.writeBigInt64LE(value);
  else if (isFloat) bytes.writeFloatLE(Number(value));
  else bytes.writeDoubleLE(Number(value));
  return bytes;
}

/** 0 where a list begins, 1 for each value that follows in it. */
function repetition(lists: readonly Float32Array[]): Buffer {
  return Buffer.concat(lists.flatMap((values) => [run(1, 0), run(values.length - 1, 1)]));
}

/** A run of equal levels of one bit. */
function run(count: number, level: number): Buffer {
  return count === 0 ? Buffer.alloc(0) : Buffer.from([...varint(BigInt(count) << 1n), level]);
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function metadata(name: string, column: Column, page: Page, start: number, gzip: boolean): Thrift {
  const path = column[0] instanceof Float32Array ? [name, 'list', 'element'] : [name];
  return struct(
    [1, i32(typeOf(column))],
    [2, list([i32(0), i32(RLE)])],
    [3, list(path.map(text))],
    [4, i32(gzip ? 2 : 0)],
    [5, i64(page.values)],
    [6, i64(page.bytes.length)],
    [7, i64(page.bytes.length)],
    [9, i64(start)],
  );
}

/** A value of Thrift's compact protocol. */
interface Thrift {
  readonly type: number;
  readonly bytes: Buffer;
}

function i32(value: number): Thrift {
  return { type: 5, bytes: Buffer.from(varint(BigInt(value) << 1n)) };
}

function i64(value: number): Thrift {
  return { type: 6, bytes: Buffer.from(varint(BigInt(value) << 1n)) };
}

function text(value: string): Thrift {
  const bytes = Buffer.from(value);
  return { type: 8, bytes: Buffer.concat([Buffer.from(varint(BigInt(bytes.length))), bytes]) };
}

function list(values: readonly Thrift[]): Thrift {
  const type = values[0]?.type ?? 12;
  const head =
    values.length < 15 ? [(values.length << 4) | type] : [0xf0 | type, ...varint(BigInt(values.length))];
  return { type: 9, bytes: Buffer.concat([Buffer.from(head), ...values.map(({ bytes }) => bytes)]) };
}

function struct(...fields: readonly (readonly [id: number, value: Thrift])[]): Thrift {
  let last = 0;
  const parts = fields.flatMap(([id, { type, bytes }]) => {
    const head = Buffer.from([((id - last) << 4) | type]);
    last = id;
    return [head, bytes];
  });
  return { type: 12, bytes: Buffer.concat([...parts, Buffer.from([0])]) };
}

/** Seven bits to a byte, lowest first. */
function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return [...bytes, Number(left)];
}
