import { readFile } from 'node:fs/promises';
import { compareUtf8 } from '../files/byteOrder.ts';
import { readError, systemCode } from '../files/fileErrors.ts';

/** The name of the class list in a folder. */
export const classListName = 'classes.txt';

/** A class list as text: one name per line, in key order. */
export function classesText(classes: readonly string[]): string {
  return classes.map((name) => `${name.replaceAll(/[\r\n]+/g, ' ')}\n`).join('');
}

/** The names of a class list, in its order; none if the file is not there. */
export async function readClassList(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return '';
    throw readError(error, file);
  });
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** Classes by name behind those that are listed, for sources that have no order of their own. */
export function orderedClasses(
  listed: readonly string[],
  labels: Iterable<{ readonly label: string }>,
): readonly string[] {
  const found = new Set(Array.from(labels, ({ label }) => label));
  for (const name of listed) found.delete(name);
  return [...listed, ...[...found].sort(compareUtf8)];
}
