import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheError } from '../../dataset/embeddingShards.ts';
import { systemCode } from '../../dataset/files/fileErrors.ts';

/** Pictures of one kind in a cache folder, by the hash of the image: `ab/<hash>.<extension>`. */
export interface ImageCache {
  fileOf(hash: string): string;
  has(hash: string): Promise<boolean>;
  /** Written whole or not at all. */
  write(hash: string, bytes: Buffer): Promise<void>;
}

export function openImageCache(root: string, extension: string): ImageCache {
  const made = new Set<string>();
  let writes = 0;
  const fileOf = (hash: string): string => path.join(root, hash.slice(0, 2), `${hash}.${extension}`);

  return {
    fileOf,
    has: async (hash) => (await stat(fileOf(hash)).catch(() => undefined)) !== undefined,
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
