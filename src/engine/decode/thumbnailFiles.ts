import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type ImageCache, openImageCache } from './imageCache.ts';

/** The thumbnails of a cache folder: `thumbnails/ab/<hash>.webp`. */
export interface ThumbnailFiles extends ImageCache {
  /** Hashes of all thumbnails there are. */
  list(): Promise<ReadonlySet<string>>;
}

export function openThumbnails(cache: string): ThumbnailFiles {
  const root = path.join(cache, 'thumbnails');
  return {
    ...openImageCache(root, 'webp'),
    async list() {
      const folders = await readdir(root).catch(() => []);
      const names = await Promise.all(folders.map((name) => readdir(path.join(root, name)).catch(() => [])));
      return new Set(names.flat().flatMap((name) => (name.endsWith('.webp') ? [name.slice(0, -5)] : [])));
    },
  };
}
