import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheError } from '../../dataset/embeddingShards.ts';
import { systemCode } from '../../dataset/files/fileErrors.ts';

/** The thumbnails of a cache folder: `thumbnails/ab/<hash>.webp`. */
export interface ThumbnailFiles {
  fileOf(hash: string): string;
  has(hash: string): Promise<boolean>;
  /** Hashes of all thumbnails there are. */
  list(): Promise<ReadonlySet<string>>;
  /** Written whole or not at all. */
  write(hash: string, bytes: Buffer): Promise<void>;
}

export function openThumbnails(cache: string): ThumbnailFiles {
  const root = path.join(cache, 'thumbnails');
  const made = new Set<string>();
  let writes = 0;
  const fileOf = (hash: string): string => path.join(root, hash.slice(0, 2), `${hash}.webp`);

  return {
    fileOf,
    has: async (hash) => (await stat(fileOf(hash)).catch(() => undefined)) !== undefined,
    async list() {
      const folders = await readdir(root).catch(() => []);
      const names = await Promise.all(folders.map((name) => readdir(path.join(root, name)).catch(() => [])));
      return new Set(names.flat().flatMap((name) => (name.endsWith('.webp') ? [name.slice(0, -5)] : [])));
    },
    async write(hash, bytes) {
      const file = fileOf(hash);
      const folder = path.dirname(file);
      const unfinished = `${file}.${process.pid}-${writes++}.tmp`;
      const save = async (): Promise<void> => {
        if (!made.has(folder)) await mkdir(folder, { recursive: true });
        made.add(folder);
        await writeFile(unfinished, bytes);
        await rename(unfinished, file);
      };
      try {
        await save().catch((error: unknown) => {
          if (systemCode(error) !== 'ENOENT') throw error;
          // The cache was deleted while we ran; it may be.
          made.clear();
          return save();
        });
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw cacheError(error, file);
      }
    },
  };
}
