import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { systemCode } from '../files/fileErrors.ts';
import { nodeFileSystem, noFile } from '../files/fileSystem.ts';
import { syncFolder } from '../files/replaceFile.ts';
import type { Problem } from '../types.ts';

/** What a half-written export is called: its name, this, and random digits. */
const partial = '.partial-';
const patienceMs = 100;

/** The file that names the classes of a file that cannot. */
export function classesFile(file: string): string {
  return path.join(path.dirname(file), `${path.parse(file).name}.classes.txt`);
}

/** Throws a sentence unless nothing is at `to`, or an empty folder where a folder is to be made. */
export async function mustBeFree(to: string, isFolder: boolean): Promise<void> {
  if (await isFree(to, isFolder)) return;
  const there = await lstat(to).catch(() => undefined);
  if (!isFolder || there?.isDirectory() !== true) throw alreadyThere(to);
  throw new UserError(
    'bad-input',
    `${to} is already there and not empty, and nothing is overwritten; name another place.`,
    { file: to },
  );
}

/** Whether an export could be written to `to`. */
export async function isFree(to: string, isFolder: boolean): Promise<boolean> {
  const there = await lstat(to).catch(() => undefined);
  if (there === undefined) return true;
  return isFolder && there.isDirectory() && (await namesIn(to)).length === 0;
}

/**
 * A place near `to` that is free, named with the date: in the folder `to`, called like `name`, if a folder is to be made;
 * else beside the file.
 */
export async function freePlace(to: string, isFolder: boolean, name: string, date: Date): Promise<string> {
  const pad = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const { dir, name: stem, ext } = path.parse(to);
  for (let number = 1; ; number++) {
    const dated = `${isFolder ? name : stem}-${day}${number === 1 ? '' : `-${number}`}`;
    const isInside = isFolder && ((await lstat(to).catch(() => undefined))?.isDirectory() ?? false);
    const place = isInside ? path.join(to, dated) : path.join(dir, isFolder ? dated : dated + ext);
    if ((await lstat(place).catch(() => undefined)) === undefined) return place;
  }
}

/**
 * Has `write` make a file or folder under another name beside `to`, and gives it its name when it is whole and on disk. If
 * it fails or is cancelled, what was written is removed. `classes`: the text of the class list to put beside it.
 */
export async function appear<T>(
  to: string,
  isFolder: boolean,
  write: (target: string) => Promise<T>,
  classes: string | undefined,
  signal: AbortSignal | undefined,
): Promise<T> {
  const target = `${to}${partial}${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(path.dirname(to), { recursive: true });
    // By itself: on a disk that is read-only, making it with its parents fails as if they were not there.
    if (isFolder) await mkdir(target);
    const result = await write(target);
    if (!isFolder) await sync(target);
    throwIfAborted(signal);
    await mustBeFree(to, isFolder);
    if (classes !== undefined) await writeBeside(classesFile(to), classes);
    if (isFolder) {
      await rmdir(to).catch(() => undefined); // An empty one gives way; Windows renames onto none.
      await rename(target, to);
    } else if (!nodeFileSystem.renameOver(target, to, noFile)) throw alreadyThere(to);
    await syncFolder(nodeFileSystem, path.dirname(to));
    return result;
  } catch (error) {
    // Thousands of files take longer to remove than a person who cancels should wait; the rest goes on behind their back.
    const removed = rm(target, { recursive: true, force: true }).catch(() => undefined);
    await Promise.race([removed, wait(patienceMs, undefined, { ref: false })]);
    throw exportError(error, to);
  }
}

/** What earlier exports to the same places left behind when they were killed. */
export async function leftovers(places: readonly string[]): Promise<readonly Problem[]> {
  const found: string[] = [];
  for (const to of places) {
    const start = `${path.basename(to)}${partial}`;
    const names = await namesIn(path.dirname(to));
    found.push(...names.filter((name) => name.startsWith(start)));
  }
  return found.map((name) => ({
    kind: 'not-saved',
    message: `${path.join(path.dirname(places[0] ?? ''), name)} is what an export that was interrupted left behind, or what another one is writing now; delete it if none is running.`,
  }));
}

/** The error a person sees when an export could not be written. */
export function exportError(error: unknown, to: string): unknown {
  if (error instanceof UserError) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  const options = { file: to, cause: error };
  if (code === 'EEXIST' || code === 'ENOTEMPTY') return alreadyThere(to);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError(
      'disk-full',
      `${to} could not be written because the disk is full; free some space, or name a place on another disk.`,
      options,
    );
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new UserError('bad-input', `${to} may not be written; name a place where you may write.`, options);
  return new UserError('bad-input', `${to} could not be written (${code}); name another place.`, options);
}

function alreadyThere(file: string): UserError {
  return new UserError('bad-input', `${file} is already there and is not overwritten; name another place.`, {
    file,
  });
}

/** The same list of classes may be there already, left by an export that was killed. */
async function writeBeside(file: string, text: string): Promise<void> {
  if (existsSync(file)) {
    if ((await readFile(file, 'utf8')) === text) return;
    throw alreadyThere(file);
  }
  const target = `${file}${partial}${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(target, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(target, file);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw exportError(error, folder);
  });
}
