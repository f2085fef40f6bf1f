import type { Steps } from '../files/slices.ts';
import type { Columns } from './columns.ts';
import { rowsPerStep } from './records.ts';

/** One record of the file. */
export interface Row {
  readonly raw: string;
  /** undefined: not a row to read or write (blank, the header, or one that cannot be read). */
  readonly path: string | undefined;
}

/** labels.csv as records; immutable. One character of `raw` is one byte. */
export interface Sheet {
  /** Byte order mark, or ''. */
  readonly mark: string;
  /** Line ending of new rows. */
  readonly ending: string;
  readonly names: readonly string[];
  readonly columns: Columns;
  readonly rows: readonly Row[];
  /** Index of the header among the rows; -1 if there is none yet. */
  readonly header: number;
}

/** The bytes of the file. */
export function* bytesOf({
  mark,
  rows,
}: Pick<Sheet, 'mark'> & { readonly rows: readonly Pick<Row, 'raw'>[] }): Steps<Buffer> {
  let length = mark.length;
  for (const { raw } of rows) length += raw.length;
  const bytes = Buffer.allocUnsafe(length);
  let end = bytes.write(mark, 'latin1');
  for (let start = 0; start < rows.length; start += rowsPerStep) {
    const texts = rows.slice(start, start + rowsPerStep).map(({ raw }) => raw);
    end += bytes.write(texts.join(''), end, 'latin1');
    yield;
  }
  return bytes;
}
