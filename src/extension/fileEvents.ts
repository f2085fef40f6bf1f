import { dirname, extname } from 'node:path';
import { isWithin } from '../dataset/paths.ts';
import type { DatasetPaths } from '../dataset/types.ts';

const images = /^\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

/**
 * What a change of a file may mean for a dataset: other labels, other images (an image, or something without an
 * extension, which may be a folder), or nothing: our own cache, manifests and temporary files.
 */
export function meaningOf(file: string, paths: DatasetPaths): 'labels' | 'images' | undefined {
  if ([paths.labels, paths.relations, paths.history].includes(file)) return 'labels';
  if (isWithin(paths.cache, file) || isWithin(dirname(paths.history), file)) return undefined;
  const extension = extname(file);
  return extension === '' || images.test(extension) ? 'images' : undefined;
}
