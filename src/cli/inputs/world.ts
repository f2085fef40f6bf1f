import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { readNpyIds } from '../../dataset/npy.ts';
import { poolLabels } from '../../dataset/poolLabels.ts';
import { folderTruth } from '../../dataset/truth.ts';
import type { FileSource, FolderSource } from '../../protocol/engine.ts';
import type { Call } from '../command.ts';
import { absolute } from './absolute.ts';
import { encoderOf, openImages } from './folder.ts';
import { readLabelRows } from './labelRows.ts';
import { readRowNames } from './names.ts';

/** Images with their true classes, as far as they are known. */
export interface World {
  readonly settings: Settings;
  readonly source: FolderSource | FileSource;
  readonly classes: readonly string[];
  /** Class number per row, -1 = not known. */
  readonly truth: Int32Array;
  /** Absolute folder that what is finished is kept in. */
  readonly cache: string;
}

/** The rows of `--embeddings`, with the classes of `--truth`. What is finished is kept beside the file. */
export async function fileWorld(call: Call, embeddings: string): Promise<World> {
  if (call.words.positionals.length > 0)
    throw new UserError(
      'usage',
      '--embeddings takes the place of the image folder; leave one of the two out.',
    );
  const settings = await call.settings(undefined);
  const names = await readRowNames(embeddings, absolute(call, 'names'));
  const file = absolute(call, 'truth');
  if (file === undefined)
    throw new UserError('usage', '--embeddings needs --truth: a file that says the class of each row.');
  const beside = path.join(path.dirname(embeddings), '.next-batch', 'cache');
  const cache = settings.cacheFolder === '' ? beside : path.resolve(call.directory, settings.cacheFolder);
  return {
    settings,
    source: { kind: 'file', embeddings, names },
    ...(await readTruth(call, file, names)),
    cache,
  };
}

/** An image folder, with the classes of `--truth`, else of its own labels or sub-folders. */
export async function folderWorld(call: Call): Promise<World> {
  const { folder, settings, dataset } = await openImages(call);
  try {
    const { images, paths } = dataset;
    const names = images.map((image) => image.path);
    const file = absolute(call, 'truth');
    const known = file === undefined ? folderTruth(dataset) : await readTruth(call, file, names);
    if ('from' in known) call.terminal.say(`The true classes come from ${known.from}.`);
    const source = {
      kind: 'folder',
      images,
      encoder: encoderOf(settings, folder),
      cache: paths.cache,
    } as const;
    return { settings, source, classes: known.classes, truth: known.truth, cache: paths.cache };
  } finally {
    await dataset.close();
  }
}

/** The file of `--truth`: `path,label`, or a .npy with a class number per row (-1 = not known). */
async function readTruth(
  { terminal }: Call,
  file: string,
  names: readonly string[],
): Promise<Pick<World, 'classes' | 'truth'>> {
  if (!/\.npy$/i.test(file)) {
    const { classes, labels } = poolLabels(names, await readLabelRows(file, names, terminal));
    return { classes, truth: labels };
  }
  const ids = await readNpyIds(file);
  if (ids.length !== names.length)
    throw new UserError(
      'bad-input',
      `${file} has ${ids.length} classes for ${names.length} rows; give one number per row, -1 where it is not known.`,
      { file },
    );
  const distinct = [...new Set(ids)].filter((id) => id >= 0).sort((a, b) => a - b);
  const numbers = new Map(distinct.map((id, c) => [id, c]));
  return { classes: distinct.map(String), truth: ids.map((id) => numbers.get(id) ?? -1) };
}
