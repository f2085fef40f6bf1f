import { open, writeFile } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { systemCode, writeError } from '../dataset/files/fileErrors.ts';
import { quote } from '../dataset/labels/records.ts';

/**
 * Writes a CSV. A file that is there is replaced only if it begins with the same header: a slip of the pen must not cost a
 * person their labels.
 */
export async function writeOwnTable(
  file: string,
  columns: readonly string[],
  rows: Iterable<readonly (string | number)[]>,
): Promise<void> {
  const header = `${columns.join(',')}\n`;
  const found = await beginning(file, header.length);
  if (found !== undefined && found !== header)
    throw new UserError('bad-input', `${file} is there already and no table of ours; name another file.`, {
      file,
    });
  let text = header;
  for (const row of rows) text += `${row.map((cell) => quote(String(cell))).join(',')}\n`;
  await writeFile(file, text).catch((error: unknown) => {
    throw writeError(error, file);
  });
}

/** The first bytes of a file; undefined where there is none. */
async function beginning(file: string, bytes: number): Promise<string | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(bytes);
      const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw writeError(error, file);
  }
}
