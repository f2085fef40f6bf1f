import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ImageCache, openImageCache } from './imageCache.ts';

/** Large pictures are made in a second or two, and weigh some megabytes: the latest are enough. */
const kept = 64;

/** Large pictures of a cache folder: `views/ab/<hash>.jpg`. */
export interface ViewFiles extends ImageCache {
  /** Deletes all but those written last. */
  prune(): Promise<void>;
}

export function openViews(cache: string): ViewFiles {
  const root = path.join(cache, 'views');
  return {
    ...openImageCache(root, 'jpg'),
    async prune() {
      const names = await readdir(root, { recursive: true }).catch(() => []);
      const files = await Promise.all(
        names
          .filter((name) => name.endsWith('.jpg'))
          .map(async (name) => {
            const file = path.join(root, name);
            return { file, time: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 };
          }),
      );
      const old = files.sort((a, b) => b.time - a.time).slice(kept);
      await Promise.all(old.map(({ file }) => rm(file, { force: true })));
    },
  };
}
