import { readFile } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import { checkEncoding, decode } from '../files/bytes.ts';
import { readError } from '../files/fileErrors.ts';
import { inSlices, type Steps } from '../files/slices.ts';
import { cells, records, rowsPerStep, unquote } from '../labels/records.ts';
import { matchRows, type NamedImages } from './imageRows.ts';

export interface ImportedSplits {
  /** Number of the split per image, -1 = none. */
  readonly of: Int32Array;
  /** By first appearance in the file. */
  readonly names: readonly string[];
  /** What a person should know of rows that were not used. */
  readonly notes: readonly string[];
}

const byteOrderMark = '\u00ef\u00bb\u00bf';

/** Reads which split each image belongs to: a CSV (RFC 4180, UTF-8) with the columns path and split. */
export async function readSplits(file: string, images: NamedImages): Promise<ImportedSplits> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw readError(error, file);
  });
  checkEncoding(bytes, file);
  const rows = await inSlices(splitRows(bytes.toString('latin1'), file));
  const match = matchRows(
    file,
    rows.map(({ path }) => path),
    images,
  );
  const names = [...new Set(rows.map(({ split }) => split))].filter((split) => split !== '');
  const numbers = new Map(names.map((name, number) => [name, number]));
  return {
    of: Int32Array.from(match.rowOf, (row) => (row < 0 ? -1 : (numbers.get(rows[row].split) ?? -1))),
    names,
    notes: match.notes,
  };
}

interface SplitRow {
  readonly path: string;
  readonly split: string;
}

function* splitRows(text: string, file: string): Steps<readonly SplitRow[]> {
  const rows: SplitRow[] = [];
  let columns: { readonly path: number; readonly split: number } | undefined;
  let count = 0;
  for (const { raw, line, isBroken } of records(text.startsWith(byteOrderMark) ? text.slice(3) : text)) {
    if (++count % rowsPerStep === 0) yield;
    if (raw.trim() === '') continue;
    const values = cells(raw).map((cell) => decode(unquote(cell)));
    if (isBroken || values.includes(undefined))
      throw badSplits(file, `Line ${line} of ${file} cannot be read (RFC 4180, UTF-8); correct it.`);
    if (columns === undefined) {
      columns = { path: values.indexOf('path'), split: values.indexOf('split') };
      if (columns.path < 0 || columns.split < 0)
        throw badSplits(file, `${file} has no columns path and split; its first line must name them.`);
      continue;
    }
    rows.push({ path: values[columns.path] ?? '', split: (values[columns.split] ?? '').trim() });
  }
  return rows;
}

function badSplits(file: string, message: string): UserError {
  return new UserError('bad-input', message, { file });
}
