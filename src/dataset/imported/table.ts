import { UserError } from '../../core/errors.ts';

/** Columns of numbers with an image name in each row, as a CSV or Parquet file holds them. */
export interface Table {
  /** Its file without folders: what sentences call it. */
  readonly source: string;
  /** The column `path`. */
  readonly names: readonly string[];
  /** The wanted columns in the order of the file; NaN where a cell is empty. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Where a row stands, to be found by a person: "line 7", "row 6". */
  place(row: number): string;
}

export function noPathColumn(file: string): UserError {
  return new UserError('bad-input', `${file} has no column path; it says which image each row is about.`, {
    file,
  });
}
