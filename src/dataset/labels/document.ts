import { compareUtf8 } from '../files/byteOrder.ts';
import type { Annotation, Problem } from '../types.ts';
import { sameAnnotation } from './annotation.ts';
import { decode, encode } from './bytes.ts';
import {
  type Columns,
  type FieldValues,
  fields,
  findColumns,
  fromFields,
  isHeader,
  newColumnName,
  toFields,
} from './columns.ts';
import { readRows } from './readRows.ts';
import { cells, ending, quote, records, unquote } from './records.ts';

/** One record of the file. */
export interface Row {
  readonly raw: string;
  /** undefined: not a row to read or write (blank, the header, or one that cannot be read). */
  readonly path: string | undefined;
}

const byteOrderMark = '\u00ef\u00bb\u00bf';

/**
 * labels.csv (ARCHITECTURE 4.2) in memory. It reads the columns that are ours and writes single cells; every byte it
 * was not told to change stays: byte order mark, line endings, quoting, foreign columns, rows that cannot be read.
 */
export class LabelsDocument {
  readonly problems: readonly Problem[];
  /** Some rows cannot be read, so a path that is not found is not known to be absent. */
  readonly hasBadRows: boolean;
  readonly #annotations: Map<string, Annotation>;
  readonly #mark: string;
  readonly #ending: string;
  #names: readonly string[];
  #columns: Columns;
  #rows: Row[];
  /** Index of the header among the rows; -1 if there is none yet. */
  #header: number;

  /** Reads a file; no bytes are a document without rows. `name` is what problems call the file. */
  constructor(bytes: Buffer, name: string) {
    const text = bytes.toString('latin1');
    this.#mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
    const found = [...records(text.slice(this.#mark.length))];
    const first = found.findIndex(({ raw }) => raw.trim() !== '');
    const firstCells = first < 0 ? [] : cells(found[first]?.raw ?? '').map(unquote);
    this.#header = isHeader(firstCells) ? first : -1;
    this.#ending = found.map(({ raw }) => ending(raw)).find((end) => end !== '') ?? '\n';
    this.#names = this.#header >= 0 ? firstCells : guessedNames(firstCells.length);
    const body = found.filter((_, index) => index > this.#header);
    const before = found.slice(0, this.#header + 1).map(({ raw }) => ({ raw, path: undefined }));
    this.#columns = findColumns(
      this.#names,
      body.map(({ raw }) => cells(raw).map(unquote)),
    );
    const read = readRows(body, this.#columns, name);
    this.#rows = [...before, ...read.rows];
    this.#annotations = read.annotations;
    this.hasBadRows = read.hasBadRows;
    this.problems =
      first >= 0 && this.#header < 0 ? [missingHeader(name, first + 1), ...read.problems] : read.problems;
  }

  /** What the file says of each path that is labeled, skipped or flagged. */
  get annotations(): ReadonlyMap<string, Annotation> {
    return this.#annotations;
  }

  bytes(): Buffer {
    return Buffer.from(this.#mark + this.#rows.map(({ raw }) => raw).join(''), 'latin1');
  }

  /** Makes the file say exactly `wanted`. Rows that already say it are not touched. False if nothing had to change. */
  apply(wanted: ReadonlyMap<string, Annotation>): boolean {
    const changes = new Map<string, Annotation | undefined>();
    for (const [path, annotation] of wanted)
      if (!sameAnnotation(annotation, this.#annotations.get(path))) changes.set(path, annotation);
    for (const path of this.#annotations.keys()) if (!wanted.has(path)) changes.set(path, undefined);
    if (changes.size === 0) return false;

    this.#addHeader();
    for (const annotation of changes.values()) this.#addColumns(toFields(annotation));
    const missing = new Map(changes);
    this.#rows = this.#rows.flatMap((row) => {
      if (row.path === undefined || !changes.has(row.path)) return [row];
      missing.delete(row.path);
      return this.#edited(row, changes.get(row.path));
    });
    this.#insert(
      [...missing].flatMap(([path, annotation]) => (annotation ? [this.#newRow(path, annotation)] : [])),
    );
    for (const [path, annotation] of changes)
      if (annotation === undefined) this.#annotations.delete(path);
      else this.#annotations.set(path, annotation);
    return true;
  }

  #addHeader(): void {
    if (this.#header >= 0) return;
    const raw = this.#names.join(',') + this.#ending;
    this.#rows.unshift({ raw, path: undefined });
    this.#header = 0;
  }

  /** Appends, after all foreign columns, those of ours that these values need. */
  #addColumns(values: FieldValues): void {
    for (const field of fields) {
      if (this.#columns.at.has(field) || values[field] === '') continue;
      const { at, width, path } = this.#columns;
      const name = newColumnName(field, this.#names);
      this.#names = [...this.#names, name];
      this.#rows = this.#rows.map((row, index) => {
        if (index === this.#header) return { ...row, raw: appendCell(row.raw, name) };
        return row.path !== undefined && cells(row.raw).length === width
          ? { ...row, raw: appendCell(row.raw, '') }
          : row;
      });
      this.#columns = { path, at: new Map([...at, [field, width]]), width: width + 1 };
    }
  }

  /** The row with our cells changed; no row if nothing is left in it. */
  #edited(row: Row, annotation: Annotation | undefined): Row[] {
    const there = cells(row.raw);
    const { at, path } = this.#columns;
    const values = toFields(annotation);
    const old = toFields(fromFields(fieldsOf(there, this.#columns)));
    for (const field of fields) {
      const index = at.get(field);
      if (index === undefined || values[field] === old[field]) continue;
      while (there.length <= index) there.push('');
      there[index] = quote(encode(values[field]));
    }
    const ours = new Set([path, ...at.values()]);
    const isEmpty =
      annotation === undefined && there.every((cell, index) => ours.has(index) || unquote(cell) === '');
    return isEmpty ? [] : [{ raw: there.join(',') + ending(row.raw), path: row.path }];
  }

  #newRow(path: string, annotation: Annotation): Row {
    const { at, width, path: pathColumn } = this.#columns;
    const row = Array.from({ length: width }, () => '');
    row[pathColumn] = quote(encode(path));
    const values = toFields(annotation);
    for (const [field, index] of at) row[index] = quote(encode(values[field]));
    return { raw: row.join(',') + this.#ending, path };
  }

  /** Puts new rows where the order by path wants them, or at the end of a file that has another order. */
  #insert(added: Row[]): void {
    if (added.length === 0) return;
    const last = this.#rows.at(-1);
    if (last !== undefined && ending(last.raw) === '')
      this.#rows[this.#rows.length - 1] = { ...last, raw: last.raw + this.#ending };
    added.sort(comparePaths);
    const known = this.#rows.filter(({ path }) => path !== undefined);
    if (!known.every((row, i) => i === 0 || comparePaths(known[i - 1] ?? row, row) <= 0)) {
      this.#rows.push(...added);
      return;
    }
    let next = 0;
    const merged: Row[] = [];
    for (const row of this.#rows) {
      if (row.path !== undefined)
        for (let first = added[next]; first && comparePaths(first, row) < 0; first = added[++next])
          merged.push(first);
      merged.push(row);
    }
    this.#rows = [...merged, ...added.slice(next)];
  }
}

/** The values of our cells in a record; a cell that is not UTF-8 reads as ''. */
function fieldsOf(there: readonly string[], { at }: Columns): FieldValues {
  const value = (index: number | undefined): string =>
    index === undefined ? '' : (decode(unquote(there[index] ?? '')) ?? '');
  return {
    label: value(at.get('label')),
    state: value(at.get('state')),
    flag: value(at.get('flag')),
    source: value(at.get('source')),
  };
}

function appendCell(raw: string, cell: string): string {
  const end = ending(raw);
  return `${raw.slice(0, raw.length - end.length)},${cell}${end}`;
}

function comparePaths(a: Row, b: Row): number {
  return compareUtf8(a.path ?? '', b.path ?? '');
}

/** The columns of a file without a header: ours first, then numbered ones. */
function guessedNames(width: number): string[] {
  const extra = Array.from({ length: Math.max(0, width - 2) }, (_, i) => `column${i + 3}`);
  return ['path', 'label', ...extra];
}

function missingHeader(name: string, line: number): Problem {
  return {
    kind: 'bad-row',
    message: `${name} has no header; its columns are read as path,label and a header is added with the next label.`,
    line,
  };
}
