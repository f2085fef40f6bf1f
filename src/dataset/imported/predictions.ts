import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { matrix } from '../../core/math/matrix.ts';
import type { ImportedFile, Matrix } from '../../core/types.ts';
import { compareUtf8 } from '../files/byteOrder.ts';
import { matchRows, type NamedImages, type RowMatch, rowsInOrder, someOf } from './imageRows.ts';
import { type ImportedRows, readImportedRows } from './importedRows.ts';

/** What the person's own model says of the images of a pool. */
export interface ImportedPredictions {
  /** Images x classes, rows sum to 1; zeros for images without a row. */
  readonly probabilities: Matrix;
  /** The class list given, followed by the classes that only the file knows. */
  readonly classes: readonly string[];
  readonly match: RowMatch;
  readonly notes: readonly string[];
}

const prefix = 'p_';
/** How far from 1 the probabilities of a row may sum: float16 and rounded texts stay within it. */
const tolerance = 1e-3;

/**
 * Reads probabilities per class: a CSV or Parquet file with the columns path and p_<class>, or an N x K .npy whose columns
 * are the classes in the order of their names. Throws `bad-input` for a row that is no distribution (with its place), for
 * a class list that is another one than `classes`, and for fewer than two classes. Where `classes` is empty, the file's are taken.
 */
export async function readPredictions(
  imported: ImportedFile,
  images: NamedImages,
  classes: readonly string[],
): Promise<ImportedPredictions> {
  const { file } = imported;
  const rows = await readImportedRows(imported, (column) => column.startsWith(prefix));
  const own = rows.columns?.map((column) => column.slice(prefix.length)) ?? inOrder(rows.width, classes);
  checkClasses(file, own, rows, classes);
  const all = [...classes, ...own.filter((name) => !classes.includes(name)).sort(compareUtf8)];
  const match =
    rows.names === undefined ? rowsInOrder(file, rows.count, images) : matchRows(file, rows.names, images);
  checkRows(file, rows);

  const numbers = own.map((name) => all.indexOf(name));
  const probabilities = matrix(images.names.length, all.length);
  for (const [image, row] of match.rowOf.entries()) {
    if (row < 0) continue;
    const sum = sumOf(rows, row);
    for (const [j, number] of numbers.entries())
      probabilities.data[image * all.length + number] = rows.value(row, j) / sum;
  }
  return {
    probabilities,
    classes: all,
    match,
    notes: notesOf(path.basename(file), own, rows, classes, match),
  };
}

/** The classes in the order in which training code numbers them: sorted; numbers by their value, as texts and as numbers. */
function inOrder(count: number, classes: readonly string[]): readonly string[] {
  if (classes.length === 0) return Array.from({ length: count }, (_, i) => String(i));
  const areNumbers = classes.every((name) => /^\d+$/.test(name));
  return [...classes].sort(areNumbers ? (a, b) => Number(a) - Number(b) : compareUtf8);
}

function checkClasses(
  file: string,
  own: readonly string[],
  { width, columns }: ImportedRows,
  classes: readonly string[],
): void {
  if (columns !== undefined && width === 0)
    throw bad(
      file,
      'has no column p_<class>; name the columns path,p_cat,p_dog and so on, one for each class',
    );
  if (width === 1)
    throw bad(
      file,
      'knows one class only, and is sure of it everywhere; predictions need two classes at least',
    );
  if (width !== own.length)
    throw bad(
      file,
      `has ${width} columns for the ${own.length} classes ${someOf(own)}; give one column per class, or a CSV that names them (path,p_<class>)`,
    );
  const extra = own.filter((name) => !classes.includes(name));
  const lacking = classes.filter((name) => !own.includes(name));
  if (extra.length === 0 || lacking.length === 0) return;
  throw bad(
    file,
    `has another class list: it knows ${someOf(extra)}, which are no classes here, and lacks ${someOf(lacking)}; predict the classes of labels.csv, or rename the columns`,
  );
}

function checkRows(file: string, rows: ImportedRows): void {
  for (let row = 0; row < rows.count; row++) {
    for (let j = 0; j < rows.width; j++) {
      const value = rows.value(row, j);
      if (value >= 0) continue;
      const what = Number.isNaN(value) ? 'no number' : `the negative number ${value}`;
      throw badRow(file, rows, row, `has ${what} in column ${rows.columns?.[j] ?? j}`);
    }
    const sum = sumOf(rows, row);
    if (!(Math.abs(sum - 1) <= tolerance))
      throw badRow(file, rows, row, `sums to ${Number(sum.toPrecision(4))}, not to 1`);
  }
}

function sumOf(rows: ImportedRows, row: number): number {
  let sum = 0;
  for (let j = 0; j < rows.width; j++) sum += rows.value(row, j);
  return sum;
}

function notesOf(
  source: string,
  own: readonly string[],
  { columns }: ImportedRows,
  classes: readonly string[],
  { missing, notes: matching }: RowMatch,
): readonly string[] {
  const notes = [...matching];
  if (missing.length > 0)
    notes.push(`${source} says nothing of ${imagesAre(missing)}; nothing is known of what they show.`);
  if (columns === undefined)
    notes.push(
      `${source} names no classes, so its columns were taken in the order of their names: ${someOf(own)}.`,
    );
  const lacking = classes.filter((name) => !own.includes(name));
  if (lacking.length > 0)
    notes.push(
      `${source} does not know ${classesOf(lacking)}, so ${lacking.length === 1 ? 'it gets' : 'they get'} no probability.`,
    );
  const extra = own.filter((name) => !classes.includes(name));
  if (extra.length > 0 && classes.length > 0)
    notes.push(`${source} knows ${classesOf(extra)}, which no image is labeled with yet.`);
  return notes;
}

function imagesAre(missing: readonly string[]): string {
  return `${missing.length} ${missing.length === 1 ? 'image' : 'images'} (${someOf(missing)})`;
}

function classesOf(names: readonly string[]): string {
  return `the ${names.length === 1 ? 'class' : 'classes'} ${someOf(names)}`;
}

function badRow(file: string, rows: ImportedRows, row: number, fault: string): UserError {
  const place = rows.place(row);
  const start = `${place[0].toUpperCase()}${place.slice(1)}`;
  return new UserError(
    'bad-input',
    `${start} of ${file} ${fault}; each row holds the probabilities of one image, all classes together 1.`,
    { file },
  );
}

function bad(file: string, what: string): UserError {
  return new UserError('bad-input', `${file} ${what}.`, { file });
}
