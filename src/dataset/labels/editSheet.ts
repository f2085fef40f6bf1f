import { compareUtf8 } from '../files/byteOrder.ts';
import { decode, encode } from '../files/bytes.ts';
import type { Steps } from '../files/slices.ts';
import type { Annotation } from '../types.ts';
import { type Columns, type FieldValues, fields, fromFields, newColumnName, toFields } from './columns.ts';
import { cells, ending, quote, rowsPerStep, unquote } from './records.ts';
import type { Row, Sheet } from './sheet.ts';

/** What paths are to say; undefined = nothing. */
export type Changes = ReadonlyMap<string, Annotation | undefined>;

/** A sheet that says this of some paths; every byte that need not change stays. */
export function* editedSheet(before: Sheet, changes: Changes): Steps<Sheet> {
  let sheet = withHeader(before);
  for (const annotation of changes.values()) sheet = yield* withColumns(sheet, toFields(annotation));
  const missing = new Map(changes);
  const rows: Row[] = [];
  for (const [i, row] of sheet.rows.entries()) {
    if (i % rowsPerStep === 0) yield;
    if (row.path === undefined || !changes.has(row.path)) rows.push(row);
    else {
      missing.delete(row.path);
      const edited = editedRow(row, changes.get(row.path), sheet.columns);
      if (edited !== undefined) rows.push(edited);
    }
  }
  const added = [...missing].flatMap(([path, annotation]) =>
    annotation === undefined ? [] : [newRow(path, annotation, sheet)],
  );
  return { ...sheet, rows: added.length === 0 ? rows : yield* withRows(rows, added, sheet.ending) };
}

function withHeader(sheet: Sheet): Sheet {
  if (sheet.header >= 0) return sheet;
  const raw = sheet.names.join(',') + sheet.ending;
  return { ...sheet, rows: [{ raw, path: undefined }, ...sheet.rows], header: 0 };
}

/** Appends, after all foreign columns, those of ours that these values need. */
function* withColumns(before: Sheet, values: FieldValues): Steps<Sheet> {
  let sheet = before;
  for (const field of fields) {
    const { columns, names, header } = sheet;
    const { at, width, path } = columns;
    if (at.has(field) || values[field] === '') continue;
    const name = newColumnName(field, names);
    const rows: Row[] = [];
    for (const [i, row] of sheet.rows.entries()) {
      if (i % rowsPerStep === 0) yield;
      if (i === header) rows.push({ ...row, raw: appendCell(row.raw, name) });
      else if (row.path !== undefined && cells(row.raw).length === width)
        rows.push({ ...row, raw: appendCell(row.raw, '') });
      else rows.push(row);
    }
    const wider = { path, at: new Map([...at, [field, width]]), width: width + 1 };
    sheet = { ...sheet, names: [...names, name], rows, columns: wider };
  }
  return sheet;
}

/** The row with our cells changed; undefined if nothing is left in it. */
function editedRow(row: Row, annotation: Annotation | undefined, columns: Columns): Row | undefined {
  const there = cells(row.raw);
  const { at, path } = columns;
  const values = toFields(annotation);
  const old = toFields(fromFields(fieldsOf(there, columns)));
  for (const field of fields) {
    const index = at.get(field);
    if (index === undefined || values[field] === old[field]) continue;
    while (there.length <= index) there.push('');
    there[index] = quote(encode(values[field]));
  }
  const ours = new Set([path, ...at.values()]);
  const isEmpty =
    annotation === undefined && there.every((cell, index) => ours.has(index) || unquote(cell) === '');
  return isEmpty ? undefined : { raw: there.join(',') + ending(row.raw), path: row.path };
}

function newRow(path: string, annotation: Annotation, { columns, ending: end }: Sheet): Row {
  const row = Array.from({ length: columns.width }, () => '');
  row[columns.path] = quote(encode(path));
  const values = toFields(annotation);
  for (const [field, index] of columns.at) row[index] = quote(encode(values[field]));
  return { raw: row.join(',') + end, path };
}

/** Puts new rows where the order by path wants them, or at the end of a file that has another order. */
function* withRows(before: readonly Row[], added: Row[], end: string): Steps<readonly Row[]> {
  const rows = [...before];
  const last = rows.at(-1);
  if (last !== undefined && ending(last.raw) === '') rows[rows.length - 1] = { ...last, raw: last.raw + end };
  added.sort(comparePaths);
  let next = 0;
  let known: Row | undefined;
  const merged: Row[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % rowsPerStep === 0) yield;
    if (row.path !== undefined) {
      if (known !== undefined && comparePaths(known, row) > 0) return [...rows, ...added];
      known = row;
      for (let first = added[next]; first && comparePaths(first, row) < 0; first = added[++next])
        merged.push(first);
    }
    merged.push(row);
  }
  return [...merged, ...added.slice(next)];
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
