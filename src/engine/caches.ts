import { cacheError } from '../dataset/embeddingShards.ts';
import { type CrashNotes, openCrashNotes } from './crashNotes.ts';
import { openThumbnails, type ThumbnailFiles } from './decode/thumbnailFiles.ts';
import { openViews, type ViewFiles } from './decode/viewFiles.ts';

/** What the engine keeps open of one cache folder. */
export interface Cache {
  readonly notes: CrashNotes;
  readonly thumbnails: ThumbnailFiles;
  readonly views: ViewFiles;
}

export interface Caches {
  /** Opened when first asked for. Throws where the folder cannot be written to. */
  open(folder: string): Cache;
  close(): void;
}

/** `crashedPid`: an engine that died of a native fault; what it was decoding is looked at with suspicion. */
export function createCaches(crashedPid: number | undefined): Caches {
  const caches = new Map<string, Cache>();
  return {
    open(folder) {
      const open = caches.get(folder);
      if (open !== undefined) return open;
      try {
        const cache = {
          notes: openCrashNotes(folder, crashedPid),
          thumbnails: openThumbnails(folder),
          views: openViews(folder),
        };
        caches.set(folder, cache);
        return cache;
      } catch (error) {
        throw cacheError(error, folder);
      }
    },
    close() {
      for (const { notes } of caches.values()) notes.close();
      caches.clear();
    },
  };
}
