import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import type { Imports } from '../../core/types.ts';
import { batchFacts, pastRounds } from '../../dataset/batchFacts.ts';
import { openDataset } from '../../dataset/dataset.ts';
import { globMatcher } from '../../dataset/imageFilter.ts';
import { readImports } from '../../dataset/imports.ts';
import { nameOf } from '../../dataset/paths.ts';
import { poolLabels } from '../../dataset/poolLabels.ts';
import { labeledRounds } from '../../dataset/rounds.ts';
import type { Dataset } from '../../dataset/types.ts';
import type { EncoderChoice, FolderSource, PoolRelations } from '../../protocol/engine.ts';
import type { Call } from '../command.ts';
import { absolute } from './absolute.ts';
import { flaggedImports } from './imports.ts';
import type { Input } from './input.ts';
import { readLabelRows } from './labelRows.ts';

/** The folder the call names, else the one it is made in; absolute. */
export function folderOf({ words, directory }: Call, position = 0): string {
  return path.resolve(directory, words.positionals[position] ?? '.');
}

export function openFolder(folder: string, settings: Settings, signal: AbortSignal): Promise<Dataset> {
  const { labelsFile, cacheFolder, include, exclude, respectGitignore, annotator } = settings;
  return openDataset(
    { folder, labelsFile, cacheFolder, include, exclude, respectGitignore, annotator },
    { signal },
  );
}

/** Refuses a folder in which there is nothing to work on. */
export function mustHaveImages({ images, paths }: Dataset): void {
  if (images.length > 0) return;
  throw new UserError(
    'bad-input',
    `There are no images (jpg, png, webp, gif, bmp, tiff, avif) in ${paths.folder}; name another folder, or change nextBatch.include and nextBatch.exclude.`,
    { file: paths.folder },
  );
}

/** An image folder that is open, with what the settings say of it. */
export interface OpenImages {
  readonly folder: string;
  readonly settings: Settings;
  readonly dataset: Dataset;
}

/** Opens the folder a call names; refuses one in which there is nothing to work on. */
export async function openImages(call: Call): Promise<OpenImages> {
  const folder = folderOf(call);
  const settings = await call.settings(folder);
  const dataset = await openFolder(folder, settings, call.signal);
  try {
    mustHaveImages(dataset);
  } catch (error) {
    await dataset.close();
    throw error;
  }
  return { folder, settings, dataset };
}

/** The encoder of the settings; a file is relative to the image folder. */
export function encoderOf({ encoder, executionProvider: provider }: Settings, folder: string): EncoderChoice {
  const model = ['', 'builtin'].includes(encoder) ? 'builtin' : path.resolve(folder, encoder);
  return provider === 'cpu' ? { model } : { model, provider };
}

/** An image folder as the pool of `select`. */
export async function folderInput(call: Call): Promise<Input> {
  const { folder, settings, dataset } = await openImages(call);
  try {
    const { images, paths } = dataset;
    const names = images.map((image) => image.path);
    const isInside = isWithin(call);
    const labels = absolute(call, 'labels');
    const rows = labels === undefined ? dataset : await readLabelRows(labels, names, call.terminal);
    const pool = poolLabels(names, rows, (row) => isInside(nameOf(folder, images[row].file)));
    const encoder = encoderOf(settings, folder);
    const imports = { ...(await readImports(paths.home)), ...flaggedImports(call) };
    return {
      settings,
      names,
      pool,
      labelsFile: labels ?? paths.labels,
      source: folderSource(dataset, encoder, imports),
      relations: () => poolRelations(dataset),
      imports,
      origin: { kind: 'folder', encoder: { model: encoder.model } },
      async keep(manifest) {
        const { id } = await dataset.addBatch(manifest);
        return path.join(paths.batches, `${id}.json`);
      },
      rounds: () => labeledRounds(paths.batches, names),
      pastRounds: async () => pastRounds(await batchFacts(paths.batches, new Map()), dataset.rows),
      close: () => dataset.close(),
    };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

/** The images of a folder, and where their embeddings come from. */
export function folderSource(
  { images, paths }: Pick<Dataset, 'images' | 'paths'>,
  encoder: EncoderChoice,
  { embeddings }: Imports,
): FolderSource {
  const source = { kind: 'folder', images, encoder, cache: paths.cache } as const;
  return embeddings === undefined ? source : { ...source, embeddings };
}

/** What was said of which images of a folder show the same. */
export function poolRelations({ relations, rows }: Dataset): PoolRelations {
  return { statements: relations.statements(rows), eliminate: relations.eliminate };
}

/** The check that `--within` asks for. */
export function isWithin({ words }: Call): (name: string) => boolean {
  const glob = words.text('within');
  return glob === undefined ? () => true : globMatcher([glob]);
}
