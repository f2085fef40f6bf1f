import type { Dirent } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders that we make inside a cache folder. A person may have pointed the setting anywhere: only these go. */
const ours = ['embeddings', 'thumbnails'];

/** Deletes what is cached; says how much that was, for a person. */
export async function clearCache(cache: string): Promise<string> {
  let bytes = 0;
  for (const name of ours) {
    const folder = join(cache, name);
    for (const entry of await listFiles(folder)) bytes += await sizeOf(join(entry.parentPath, entry.name));
    await rm(folder, { recursive: true, force: true });
  }
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function listFiles(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile());
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
