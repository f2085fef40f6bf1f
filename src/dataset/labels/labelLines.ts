import { readFile } from 'node:fs/promises';
import { decode } from '../files/bytes.ts';
import { readError, systemCode } from '../files/fileErrors.ts';
import { inSlices, type Steps } from '../files/slices.ts';
import { isHeader } from './columns.ts';
import { cells, ending, records, rowsPerStep, unquote } from './records.ts';

/** Where a row stands in the file, as text editors count lines: from 0, both included. */
export interface RowLines {
  readonly first: number;
  readonly last: number;
}

const byteOrderMark = '\u00ef\u00bb\u00bf';

/** Lines of the rows of these paths in labels.csv; of several rows of one path, the one that counts. No file = no rows. */
export async function readLabelLines(
  file: string,
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, RowLines>> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw readError(error, file);
  });
  return inSlices(labelLines(bytes, paths));
}

function* labelLines(bytes: Buffer, paths: ReadonlySet<string>): Steps<ReadonlyMap<string, RowLines>> {
  const text = bytes.toString('latin1');
  const found = new Map<string, RowLines>();
  let column: number | undefined;
  let first = 0;
  let count = 0;
  for (const { raw, isBroken } of records(text.startsWith(byteOrderMark) ? text.slice(3) : text)) {
    if (++count % rowsPerStep === 0) yield;
    const breaks = lineBreaks(raw);
    const isBlank = raw.trim() === '';
    if (column === undefined && !isBlank) {
      const names = cells(raw).map(unquote);
      column = isHeader(names) ? names.indexOf('path') : 0;
    }
    const path = isBlank || isBroken ? undefined : decode(unquote(cells(raw)[column ?? 0] ?? ''));
    const last = first + breaks - (ending(raw) === '' ? 0 : 1);
    if (path !== undefined && paths.has(path)) found.set(path, { first, last });
    first += breaks;
  }
  return found;
}

/** Editors break a line at a lone carriage return too, which a quoted cell may hold. */
function lineBreaks(raw: string): number {
  if (!raw.includes('\r')) return raw.split('\n').length - 1;
  return raw.match(/\r\n|\r|\n/g)?.length ?? 0;
}
