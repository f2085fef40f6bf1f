import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import { nodeFileSystem } from '../../dataset/files/fileSystem.ts';
import { syncFolder } from '../../dataset/files/replaceFile.ts';
import type { HubFile } from '../../protocol/encoder.ts';

/** Whether a file is the one that the hub named. */
export async function isRight(file: string, { bytes, hash }: HubFile, signal: AbortSignal): Promise<boolean> {
  const sum = createHash(hash.kind === 'sha256' ? 'sha256' : 'sha1');
  if (hash.kind === 'git') sum.update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(file)) {
    throwIfAborted(signal);
    sum.update(chunk as Buffer);
  }
  return sum.digest('hex') === hash.hex;
}

/** The part becomes the file, durably. */
export async function takeName(part: string, target: string): Promise<void> {
  await rename(part, target);
  await rm(`${part}.etag`, { force: true });
  await syncFolder(nodeFileSystem, path.dirname(target));
}

export async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}

/** 0 where there is no file. */
export async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** Where models are kept has no setting: the way out is another than for labels. */
export function storageError(error: unknown, file: string): UserError {
  const told = writeError(error, file);
  if (told === error || told.code === 'disk-full') return told;
  return new UserError(
    'not-writable',
    `${file} could not be written, so the model cannot be kept; check its folder.`,
    {
      file,
      cause: error,
    },
  );
}
