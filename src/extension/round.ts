import { resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import { batchManifest } from '../dataset/batchManifest.ts';
import { poolLabels } from '../dataset/poolLabels.ts';
import type { BatchManifest, Dataset } from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { EmbedResult, EncoderChoice } from '../protocol/engine.ts';
import type { CallOptions } from '../protocol/rpc.ts';

/** What a round works with. */
export interface RoundParts {
  readonly dataset: Dataset;
  readonly settings: Settings;
  readonly engine: Pick<EngineClient, 'embed' | 'select'>;
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
  const { images, paths } = dataset;
  const names = images.map((image) => image.path);
  const pool = poolLabels(names, dataset);
  const encoder = encoderChoice(parts);
  const budget = settings.batchSize;
  const result = await engine.select(
    {
      source: { kind: 'folder', images, encoder, cache: paths.cache },
      ...pool,
      selector: settings.selector,
      parameters: settings.selectorParameters,
      budget,
      seed: settings.seed,
    },
    options,
  );
  if (result.picks.length === 0) return null;
  const source = { kind: 'folder', encoder } as const;
  return dataset.addBatch(batchManifest({ names, pool, budget, source, version }, result));
}

function encoderChoice({ settings: { encoder }, dataset }: RoundParts): EncoderChoice {
  return { model: ['', 'builtin'].includes(encoder) ? 'builtin' : resolve(dataset.paths.folder, encoder) };
}
