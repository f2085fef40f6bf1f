import { open, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { systemCode } from './files/fileErrors.ts';
import { NPY_HEADER_BYTES, npyHeader } from './npy.ts';

/** Files of a shard. */
export function shardFiles(folder: string, shard: number): { readonly rows: string; readonly lines: string } {
  const name = path.join(folder, String(shard).padStart(4, '0'));
  return { rows: `${name}.npy`, lines: `${name}.jsonl` };
}

/** Numbers of the shards in a folder, ascending; none if it is missing. */
export async function shardNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw cacheError(error, folder);
  });
  const numbers = names.flatMap((name) => /^(\d{4,})\.(?:npy|jsonl)$/.exec(name)?.[1] ?? []).map(Number);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Columns and bytes of a shard; 0 columns where it has no header that we wrote. */
export async function shardShape(file: string): Promise<{ columns: number; size: number }> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return { columns: 0, size: 0 };
  try {
    const header = Buffer.alloc(NPY_HEADER_BYTES);
    await handle.read(header, 0, NPY_HEADER_BYTES, 0);
    const shape = /'shape': \((\d+), (\d+)\)/.exec(header.toString('latin1'));
    const [rows, columns] = [Number(shape?.[1]), Number(shape?.[2])];
    const ours = shape !== null && header.equals(npyHeader(rows, columns));
    return { columns: ours ? columns : 0, size: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}

/** Replaces a file whole, or leaves it as it was. */
export async function replaceText(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w');
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
}

/** The error a person sees when the cache could not be written. */
export function cacheError(error: unknown, file: string): unknown {
  if (error instanceof UserError) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError(
      'disk-full',
      `The disk is full, so ${file} could not be written; free some space or set nextBatch.cacheFolder to another disk, and what was embedded so far is kept.`,
      { file, cause: error },
    );
  return new UserError(
    'not-writable',
    `The cache ${file} cannot be used (${code}); set nextBatch.cacheFolder to a folder where you may write.`,
    { file, cause: error },
  );
}
