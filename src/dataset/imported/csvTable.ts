import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import { checkEncoding, decode } from '../files/bytes.ts';
import { readError } from '../files/fileErrors.ts';
import { cells, type Record, records, unquote } from '../labels/records.ts';
import { noPathColumn, type Table } from './table.ts';

const byteOrderMark = '\u00ef\u00bb\u00bf';
/** A text in JavaScript has no more characters than this, less some. */
const maxBytes = 500e6;
const cellsPerBreath = 100_000;

/** Reads a CSV (RFC 4180, UTF-8) whose first line names its columns. */
export async function readCsvTable(file: string, isWanted: (column: string) => boolean): Promise<Table> {
  const text = await latin1Of(file);
  const rows = records(text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text);
  const header = namesOf(rows.next().value);
  const pathColumn = header.indexOf('path');
  if (pathColumn < 0) throw noPathColumn(file);
  const wanted = header.flatMap((name, at) => (at !== pathColumn && isWanted(name) ? [{ name, at }] : []));
  const names: string[] = [];
  const lines: number[] = [];
  const columns = wanted.map((): number[] => []);
  let read = 0;
  for (const record of rows) {
    if (record.raw.trim() === '') continue;
    const values = cells(record.raw).map(unquote);
    const name = decode(values[pathColumn] ?? '');
    const fault = faultOf(record, values.length, header.length, name);
    if (fault !== undefined) throw badLine(file, record.line, fault);
    names.push(name ?? '');
    lines.push(record.line);
    for (const [i, column] of wanted.entries())
      columns[i].push(numberOf(values[column.at], column.name, file, record.line));
    read += values.length;
    if (read > cellsPerBreath) {
      read = 0;
      await breathe();
    }
  }
  return {
    source: path.basename(file),
    names,
    columns: new Map(wanted.map(({ name }, i) => [name, Float64Array.from(columns[i])])),
    place: (row) => `line ${lines[row]}`,
  };
}

/** The file as one character per byte. */
async function latin1Of(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw readError(error, file);
  });
  if (bytes.length > maxBytes)
    throw new UserError(
      'bad-input',
      `${file} is larger than ${maxBytes / 1e6} MB; save it as .npy with names, or as .parquet.`,
      { file },
    );
  checkEncoding(bytes, file);
  return bytes.toString('latin1');
}

function namesOf(header: Record | undefined): readonly string[] {
  return header === undefined ? [] : cells(header.raw).map((cell) => (decode(unquote(cell)) ?? '').trim());
}

function faultOf(
  { isBroken }: Record,
  width: number,
  wanted: number,
  name: string | undefined,
): string | undefined {
  if (isBroken) return 'opens a quote that is never closed';
  if (width !== wanted) return `has ${width} cells, but the first line names ${wanted} columns`;
  if (name === undefined) return 'has a path that is not UTF-8';
  return name === '' ? 'has no path' : undefined;
}

function numberOf(cell: string, column: string, file: string, line: number): number {
  const text = cell.trim();
  if (text === '' || /^nan$/i.test(text)) return Number.NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) throw badLine(file, line, `has "${text}" in the column ${column}`);
  return value;
}

function badLine(file: string, line: number, fault: string): UserError {
  return new UserError(
    'bad-input',
    `Line ${line} of ${file} ${fault}; correct it and import the file again.`,
    {
      file,
    },
  );
}
