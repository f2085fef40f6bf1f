import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { readError, systemCode, writeError } from './files/fileErrors.ts';
import { type FileSystem, nodeFileSystem, noFile } from './files/fileSystem.ts';
import { replaceFile, syncFolder } from './files/replaceFile.ts';
import type { BatchManifest } from './types.ts';

const pattern = /^(\d{4,})\.json$/;

/** Ids of the batches in a `batches` folder, the oldest first. */
export async function listBatches(folder: string, files: FileSystem = nodeFileSystem): Promise<string[]> {
  const names = await files.readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw readError(error, folder);
  });
  const ids = names.flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return ids.sort((a, b) => Number(a) - Number(b));
}

/** Reads a manifest by its file. Rejects with a sentence if it is absent or not a manifest. */
export async function readManifest(file: string, files: FileSystem = nodeFileSystem): Promise<BatchManifest> {
  const text = await files.readFile(file, 'utf8').catch((error: unknown) => {
    throw readError(error, file);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notAManifest(file, error);
  }
  if (!isManifest(value)) throw notAManifest(file);
  return value;
}

/** The manifest of the batch `id`. */
export function readBatch(
  folder: string,
  id: string,
  files: FileSystem = nodeFileSystem,
): Promise<BatchManifest> {
  return readManifest(path.join(folder, `${id}.json`), files);
}

/** Writes a manifest under the next free number. Call it under the lock, so that two writers take two numbers. */
export async function writeBatch(
  folder: string,
  manifest: Omit<BatchManifest, 'id' | 'time'>,
  files: FileSystem = nodeFileSystem,
): Promise<BatchManifest> {
  const last = (await listBatches(folder, files)).at(-1) ?? '0';
  const id = String(Number(last) + 1).padStart(4, '0');
  const full: BatchManifest = { id, time: new Date().toISOString(), ...manifest };
  const file = path.join(folder, `${id}.json`);
  try {
    if ((await files.mkdir(folder, { recursive: true })) !== undefined)
      await syncFolder(files, path.dirname(folder));
    const bytes = Buffer.from(`${JSON.stringify(full, null, 1)}\n`);
    if (!(await replaceFile(files, file, bytes, noFile)))
      throw new UserError('locked', `${file} was just written by another program; select the batch again.`, {
        file,
      });
  } catch (error) {
    throw writeError(error, file);
  }
  return full;
}

function isManifest(value: unknown): value is BatchManifest {
  if (typeof value !== 'object' || value === null) return false;
  const has = (key: string, type: string): boolean => typeof Reflect.get(value, key) === type;
  const isList = (key: string): boolean => Array.isArray(Reflect.get(value, key));
  return (
    has('id', 'string') &&
    has('selector', 'string') &&
    has('seed', 'number') &&
    has('budget', 'number') &&
    has('inputs', 'object') &&
    has('source', 'object') &&
    ['picks', 'labeled', 'excluded', 'classes'].every(isList)
  );
}

function notAManifest(file: string, cause?: unknown): UserError {
  return new UserError(
    'bad-input',
    `${file} is not a batch manifest; name a file of a .next-batch/batches folder.`,
    {
      file,
      cause,
    },
  );
}
