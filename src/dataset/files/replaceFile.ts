import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { writeError } from './fileErrors.ts';
import type { FileStamp, FileSystem } from './fileSystem.ts';

const temporary = /^\.next-batch-\d+-[0-9a-f]{12}\.tmp$/;

/**
 * Replaces a whole file so that a reader, or a reader after a crash, sees the old bytes or the new ones: temporary
 * file in the same folder, fsync, rename, fsync of the folder. False, and nothing is changed, if the file no longer
 * has the stamp `expected`.
 */
export async function replaceFile(
  files: FileSystem,
  file: string,
  bytes: Uint8Array,
  expected: FileStamp,
  mode?: number,
): Promise<boolean> {
  const folder = path.dirname(file);
  const temp = path.join(folder, `.next-batch-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await files.open(temp, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!files.renameOver(temp, file, expected)) {
      await files.unlink(temp);
      return false;
    }
  } catch (error) {
    await files.unlink(temp).catch(() => undefined); // It may never have come to be; the first error is the one to tell.
    throw writeError(error, file);
  }
  await syncFolder(files, folder);
  return true;
}

/** Makes the names in a folder durable: without it a power cut may undo a rename or the birth of a file. */
export async function syncFolder(files: FileSystem, folder: string): Promise<void> {
  if (process.platform === 'win32') return; // Windows opens no folders; NTFS journals its names.
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what a killed process left half-written in a folder. Call it under the lock: then nobody is writing. */
export async function removeTemporaries(files: FileSystem, folder: string): Promise<void> {
  for (const name of await files.readdir(folder))
    if (temporary.test(name)) await files.unlink(path.join(folder, name));
}
