import { inSlices } from './files/slices.ts';
import { type ListHow, listFolder } from './listing/listFolder.ts';
import { Pool } from './listing/pool.ts';
import type { ListRequest } from './listing/walk.ts';
import type { ImageFile, Problem } from './types.ts';

export interface ImageList {
  /** Sorted by the UTF-8 bytes of `path`. */
  readonly images: readonly ImageFile[];
  readonly problems: readonly Problem[];
}

/** Lists the images of a folder as `listFolder` does. */
export async function listImages(
  paths: ListRequest['paths'],
  { include, exclude, respectGitignore }: ListRequest['options'],
  signal?: AbortSignal,
  lister?: ListHow['lister'],
): Promise<ImageList> {
  const { folder, home, cache } = paths;
  const request = { paths: { folder, home, cache }, options: { include, exclude, respectGitignore } };
  const list = await listFolder(request, { signal, lister });
  const { images } = await inSlices(Pool.from(list, home), signal);
  return { images, problems: list.problems };
}
