import { lstat, open, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { systemCode, writeError } from '../dataset/files/fileErrors.ts';
import { nodeFileSystem, stampOf } from '../dataset/files/fileSystem.ts';
import { replaceFile } from '../dataset/files/replaceFile.ts';
import { quote } from '../dataset/labels/records.ts';

/** A CSV that a command is to write once its work is done. */
export interface OwnTable {
  readonly file: string;
  readonly columns: readonly string[];
}

/**
 * Whether the table can be written, so that nobody waits for work that ends in an error. A file that is there is replaced only
 * if it begins with the same header: a slip of the pen must not cost a person their labels.
 */
export async function checkOwnTable({ file, columns }: OwnTable): Promise<void> {
  const header = headerOf(columns);
  const found = await beginning(file, header.length);
  if (found !== undefined && found !== header)
    throw new UserError('bad-input', `${file} is there already and no table of ours; name another file.`, {
      file,
    });
  const folder = path.dirname(file);
  const isFolder = await stat(folder).then(
    (state) => state.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new UserError(
      'not-found',
      `There is no folder ${folder} to write ${path.basename(file)} to; make it first.`,
      {
        file,
      },
    );
}

/** Writes the table as a whole: whoever reads it meanwhile, or after a crash, sees the one before or this one. */
export async function writeOwnTable(
  table: OwnTable,
  rows: Iterable<readonly (string | number)[]>,
): Promise<void> {
  await checkOwnTable(table);
  const { file, columns } = table;
  let text = headerOf(columns);
  for (const row of rows) text += `${row.map((cell) => quote(String(cell))).join(',')}\n`;
  const found = await lstat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile()) {
    // A link or a pipe is written through, not replaced.
    await writeFile(file, text).catch((error: unknown) => {
      throw writeError(error, file);
    });
    return;
  }
  if (!(await replaceFile(nodeFileSystem, file, Buffer.from(text), stampOf(found), found?.mode)))
    throw new UserError('bad-input', `${file} was changed meanwhile; name another file.`, { file });
}

function headerOf(columns: readonly string[]): string {
  return `${columns.join(',')}\n`;
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
