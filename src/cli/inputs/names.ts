import { readFile } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import { readError } from '../../dataset/files/fileErrors.ts';
import { readNpyHeader } from '../../dataset/npy.ts';

/** The names of the rows of a .npy file: the lines of `file`, or without a file the decimal row numbers. */
export async function readRowNames(embeddings: string, file: string | undefined): Promise<readonly string[]> {
  const rows = (await readNpyHeader(embeddings)).shape[0] ?? 0;
  if (file === undefined) return Array.from({ length: rows }, (_, row) => String(row));
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw readError(error, file);
  });
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== rows)
    throw new UserError(
      'bad-input',
      `${file} has ${lines.length} names, but ${embeddings} has ${rows} rows; write one name per row.`,
      { file },
    );
  const lineOf = new Map<string, number>();
  for (const [row, name] of lines.entries()) {
    const before = lineOf.get(name);
    if (before !== undefined || name === '') {
      const fault = before === undefined ? 'is empty' : `repeats line ${before} ("${name}")`;
      throw new UserError(
        'bad-input',
        `Line ${row + 1} of ${file} ${fault}; every row needs a name of its own.`,
        {
          file,
        },
      );
    }
    lineOf.set(name, row + 1);
  }
  return lines;
}
