import { resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { BatchManifest, Dataset, ImageFile } from '../dataset/types.ts';
import type { EngineClient } from '../engine/client.ts';
import type { EmbedResult, EncoderChoice, SelectRequest, SelectResult } from '../protocol/engine.ts';
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
  const { images } = dataset;
  if (images.length === 0)
    throw new UserError(
      'not-found',
      `There are no images in ${dataset.paths.folder}; open a folder that holds images, or look at the settings nextBatch.include and nextBatch.exclude.`,
      { file: dataset.paths.folder },
    );
  const encoder = encoderChoice(parts);
  const request = { images, encoder, cache: dataset.paths.cache, thumbnails: settings.thumbnails };
  const result = await engine.embed(request, options);
  const hashes = new Map<string, string>();
  images.forEach((image, row) => {
    if (result.hashes[row]) hashes.set(image.path, result.hashes[row]);
  });
  await dataset.scan({ hashes, ...(options.signal && { signal: options.signal }) });
  return result;
}

/** Chooses the next batch from what is embedded and labeled now, and records it. Null: nothing is left to choose. */
export async function selectBatch(parts: RoundParts, options: CallOptions): Promise<BatchManifest | null> {
  const { dataset, settings, engine } = parts;
  const { images, classes } = dataset;
  const { labels, labeled, excluded } = labelRows(dataset);
  const request: SelectRequest = {
    source: { kind: 'folder', images, encoder: encoderChoice(parts), cache: dataset.paths.cache },
    classes,
    labels,
    excluded,
    selector: settings.selector,
    parameters: settings.selectorParameters,
    budget: settings.batchSize,
    seed: settings.seed,
  };
  const result = await engine.select(request, options);
  if (result.picks.length === 0) return null;
  return dataset.addBatch({ ...manifestOf(request, result, images), version: parts.version, labeled });
}

function manifestOf(
  request: SelectRequest,
  result: SelectResult,
  images: readonly ImageFile[],
): Omit<BatchManifest, 'id' | 'time' | 'version' | 'labeled'> {
  const { encoder, chosen } = result;
  return {
    selector: result.selector,
    ...(chosen && { chosen }),
    parameters: result.parameters,
    seed: result.seed,
    budget: request.budget,
    shortfall: result.shortfall,
    notes: result.notes,
    encoder: encoder ? { key: encoder.key, name: encoder.name, dimensions: encoder.dimensions } : null,
    inputs: result.inputs,
    source: { kind: 'folder', encoder: request.source.kind === 'folder' ? request.source.encoder : builtin },
    poolSize: images.length,
    classes: request.classes,
    excluded: Array.from(request.excluded),
    picks: result.picks.map((pick) => ({ ...pick, path: images[pick.index].path })),
  };
}

const builtin: EncoderChoice = { model: 'builtin' };

function encoderChoice({ settings, dataset }: RoundParts): EncoderChoice {
  const { encoder } = settings;
  return encoder === 'builtin' || encoder === ''
    ? builtin
    : { model: resolve(dataset.paths.folder, encoder) };
}

/** The labels as the engine wants them: class number per pool row, and the skipped rows. */
function labelRows(dataset: Dataset): {
  readonly labels: Int32Array;
  readonly labeled: BatchManifest['labeled'];
  readonly excluded: Int32Array;
} {
  const classOf = new Map(dataset.classes.map((name, index) => [name, index]));
  const labels = new Int32Array(dataset.images.length).fill(-1);
  const labeled: { index: number; path: string; class: number }[] = [];
  const excluded: number[] = [];
  dataset.images.forEach(({ path }, row) => {
    const annotation = dataset.annotations.get(path);
    const known = annotation?.label ? classOf.get(annotation.label) : undefined;
    if (known !== undefined) {
      labels[row] = known;
      labeled.push({ index: row, path, class: known });
    } else if (annotation?.skipped) excluded.push(row);
  });
  return { labels, labeled, excluded: Int32Array.from(excluded) };
}
