import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode, writeError } from './files/fileErrors.ts';

/** What we make inside a cache folder. A person may have pointed the setting at any folder: nothing else is touched. */
const ours = ['embeddings', 'thumbnails', 'views', 'perceptual', 'pictures', 'projections'];

export interface CacheSize {
  readonly files: number;
  readonly bytes: number;
}

/** How much a cache folder holds; a folder that is not there holds nothing. */
export async function cacheSize(cache: string): Promise<CacheSize> {
  let files = 0;
  let bytes = 0;
  for (const name of ours) {
    const entries = await readdir(path.join(cache, name), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries.filter((found) => found.isFile())) {
      files++;
      bytes += await sizeOf(path.join(entry.parentPath, entry.name));
    }
  }
  return { files, bytes };
}

/** Whether any encoder has embedded anything into a cache folder. */
export async function hasEmbeddings(cache: string): Promise<boolean> {
  return (await readdir(path.join(cache, 'embeddings')).catch(() => [])).length > 0;
}

/** Deletes the embeddings, thumbnails and maps of a cache folder and returns how much that was. */
export async function clearCache(cache: string): Promise<CacheSize> {
  const size = await cacheSize(cache);
  for (const name of ours) {
    const folder = path.join(cache, name);
    await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
      throw writeError(error, folder);
    });
  }
  return size;
}

/** A file that another window has just deleted has no size. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
