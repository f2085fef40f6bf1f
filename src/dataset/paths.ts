import path from 'node:path';
import { UserError } from '../core/errors.ts';
import type { DatasetOptions, DatasetPaths } from './types.ts';

/** Name of the folder beside labels.csv that holds everything else we write. */
export const ownFolder = '.next-batch';

/**
 * Where the files of a dataset lie (ARCHITECTURE 4): `labelsFile` moves labels.csv, relations.jsonl and `.next-batch` together. Throws a
 * `usage` error where it is no .csv: the setting may come from a repository, which must not name any file to be rewritten.
 */
export function datasetPaths(
  options: Pick<DatasetOptions, 'folder' | 'labelsFile' | 'cacheFolder'>,
): DatasetPaths {
  const folder = path.resolve(options.folder);
  if (options.labelsFile !== '' && !/\.csv$/i.test(options.labelsFile))
    throw new UserError(
      'usage',
      `The setting nextBatch.labelsFile is "${options.labelsFile}"; it must name a file that ends in .csv.`,
    );
  const labels = path.resolve(folder, options.labelsFile === '' ? 'labels.csv' : options.labelsFile);
  const home = path.dirname(labels);
  const own = path.join(home, ownFolder);
  return {
    folder,
    home,
    labels,
    relations: path.join(home, 'relations.jsonl'),
    history: path.join(own, 'history.jsonl'),
    batches: path.join(own, 'batches'),
    cache: options.cacheFolder === '' ? path.join(own, 'cache') : path.resolve(folder, options.cacheFolder),
  };
}

/** The name of a file in labels.csv (4.1): relative to its folder, `/` separators, as on disk. */
export function nameOf(home: string, file: string): string {
  const relative = path.relative(home, file);
  return path.sep === '/' ? relative : relative.split(path.sep).join('/');
}

/** Whether `file` is `folder` or lies somewhere in it; both absolute. */
export function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
