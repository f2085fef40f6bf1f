import { readFile } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import { readError } from '../files/fileErrors.ts';

/**
 * The names of the rows of a .npy file: the lines of the text file `names`. Throws `bad-input` if there are not `rows`
 * of them, or one is empty or stands there twice.
 */
export async function readNameLines(names: string, rows: number, of: string): Promise<readonly string[]> {
  const text = await readFile(names, 'utf8').catch((error: unknown) => {
    throw readError(error, names);
  });
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== rows)
    throw new UserError(
      'bad-input',
      `${names} has ${lines.length} names, but ${of} has ${rows} rows; write one name per row.`,
      { file: names },
    );
  const lineOf = new Map<string, number>();
  for (const [row, name] of lines.entries()) {
    const before = lineOf.get(name);
    if (before !== undefined || name === '') {
      const fault = before === undefined ? 'is empty' : `repeats line ${before} ("${name}")`;
      throw new UserError(
        'bad-input',
        `Line ${row + 1} of ${names} ${fault}; every row needs a name of its own.`,
        { file: names },
      );
    }
    lineOf.set(name, row + 1);
  }
  return lines;
}
