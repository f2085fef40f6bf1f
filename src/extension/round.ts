import { resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import { batchManifest } from '../dataset/batchManifest.ts';
import { hasEmbeddings } from '../dataset/cacheFiles.ts';
import { globMatcher } from '../dataset/imageFilter.ts';
import type { Imports } from '../dataset/imports.ts';
import { type PoolLabels, poolLabels } from '../dataset/poolLabels.ts';
import type { BatchManifest, Dataset } from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { AdviseResult, EmbedResult, EncoderChoice, PoolRequest } from '../protocol/engine.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import type { FolderPredictions } from './folderPredictions.ts';
import { labelCounts } from './labelCounts.ts';

/** What a round works with. */
export interface RoundParts {
  readonly dataset: Dataset;
  readonly settings: Settings;
  /** Files of the person's own that stand in for the encoder, the head and the clusters. */
  readonly imports: Imports;
  /** Only images that match this glob are chosen; '' = all. */
  readonly within: string;
  readonly engine: Pick<EngineClient, 'embed' | 'select' | 'predict' | 'advise'>;
  /** Of this extension, for the manifest. */
  readonly version: string;
}

/** Embeds every image that is not embedded yet. Files that were renamed meanwhile are recognised by their content. */
export async function embedFolder(parts: RoundParts, options: CallOptions): Promise<EmbedResult> {
  const { dataset, settings, engine } = parts;
  const { images, paths } = dataset;
  if (images.length === 0)
    throw new UserError(
      'not-found',
      `There are no images (jpg, png, webp, gif, bmp, tiff, avif) in ${paths.folder}; open another folder, or change nextBatch.include and nextBatch.exclude.`,
      { file: paths.folder },
    );
  const request = {
    images,
    encoder: encoderChoice(parts),
    cache: paths.cache,
    thumbnails: settings.thumbnails,
  };
  const result = await engine.embed(request, options);
  const hashes = new Map(images.map((image, row) => [image.path, result.hashes[row]]));
  for (const { path } of result.unreadable) hashes.delete(path);
  await dataset.scan({ hashes, ...(options.signal && { signal: options.signal }) });
  return result;
}

/** Chooses the next batch from what is embedded and labeled now, and records it. Null: nothing is left to choose. */
export async function selectBatch(parts: RoundParts, options: CallOptions): Promise<BatchManifest | null> {
  const { dataset, settings, engine, version } = parts;
  const names = dataset.images.map((image) => image.path);
  const isWithin = parts.within === '' ? () => true : globMatcher([parts.within]);
  const pool = poolLabels(names, dataset, (row) => isWithin(names[row]));
  const budget = settings.batchSize;
  const result = await engine.select(
    {
      ...poolRequest(parts, pool),
      selector: settings.selector,
      parameters: settings.selectorParameters,
      budget,
      seed: settings.seed,
    },
    options,
  );
  if (result.picks.length === 0) return null;
  const source = { kind: 'folder', encoder: encoderChoice(parts) } as const;
  return dataset.addBatch(batchManifest({ names, pool, budget, source, version }, result));
}

/** Which strategy fits the labels there are now, and whether to go on. Embeds what is missing. */
export function adviseStrategy(parts: RoundParts, options: CallOptions): Promise<AdviseResult> {
  const { dataset, settings, engine } = parts;
  const names = dataset.images.map((image) => image.path);
  const { batchSize: budget, seed } = settings;
  return engine.advise({ ...poolRequest(parts, poolLabels(names, dataset)), budget, seed }, options);
}

/**
 * What the head says of every image, fitted to the labels there are now. Undefined, without a word to the engine, where
 * there is nothing to learn from: no predictions of the person's own, and either fewer than two classes have a label or
 * nothing is embedded.
 */
export async function predictClasses(
  parts: RoundParts,
  options: CallOptions,
): Promise<FolderPredictions | undefined> {
  const { dataset, engine, imports } = parts;
  const { images, paths, annotations } = dataset;
  const canFit = labelCounts(annotations).size >= 2 && (await hasEmbeddings(paths.cache));
  if (!canFit && imports.predictions === undefined) return undefined;
  const names = images.map((image) => image.path);
  const pool = poolLabels(names, dataset);
  const { classes, confidence, head, source, why, accuracy } = await engine.predict(
    poolRequest(parts, pool),
    options,
  );
  return {
    images,
    names: pool.classes,
    classes,
    confidence,
    head,
    source,
    why,
    ...(accuracy && { accuracy }),
  };
}

/** What every job on the pool of a folder is told. */
export function poolRequest(parts: RoundParts, pool: PoolLabels): PoolRequest {
  const { dataset, settings } = parts;
  const { images, paths } = dataset;
  return {
    source: { kind: 'folder', images, encoder: encoderChoice(parts), cache: paths.cache },
    ...pool,
    head: settings.head,
    totalBudget: settings.totalBudget,
  };
}

function encoderChoice({ settings: { encoder }, dataset }: RoundParts): EncoderChoice {
  return { model: ['', 'builtin'].includes(encoder) ? 'builtin' : resolve(dataset.paths.folder, encoder) };
}
