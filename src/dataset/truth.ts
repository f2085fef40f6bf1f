import { compareUtf8 } from './files/byteOrder.ts';
import { classOfFolder } from './formats/folderNames.ts';
import { poolLabels } from './poolLabels.ts';
import type { Dataset } from './types.ts';

/** True classes of images, as far as they are known. */
export interface Truth {
  readonly classes: readonly string[];
  /** Class number per image in pool order, -1 = not known. */
  readonly truth: Int32Array;
  readonly from: 'labels.csv' | 'the sub-folders';
}

/**
 * What a folder says of the true classes of its images: its labels, or the names of its first sub-folders where these say
 * something of more images.
 */
export function folderTruth({ images, annotations, classes }: Dataset): Truth {
  const names = images.map(({ path }) => path);
  const { labels } = poolLabels(names, { annotations, classes });
  const folders = names.map((name) => {
    const slash = name.indexOf('/');
    return slash < 0 ? undefined : classOfFolder(name.slice(0, slash));
  });
  const known = folders.filter((name) => name !== undefined);
  const distinct = [...new Set(known)].sort(compareUtf8);
  const labeled = labels.filter((c) => c >= 0).length;
  if (distinct.length < 2 || labeled >= known.length) return { classes, truth: labels, from: 'labels.csv' };
  const numbers = new Map(distinct.map((name, c) => [name, c]));
  const truth = Int32Array.from(folders, (name) => numbers.get(name ?? '') ?? -1);
  return { classes: distinct, truth, from: 'the sub-folders' };
}
