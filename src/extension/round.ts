import { l10n } from 'vscode';
import { UserError } from '../core/errors.ts';
import { batchManifest } from '../dataset/batchManifest.ts';
import { globMatcher } from '../dataset/imageFilter.ts';
import { poolLabels } from '../dataset/poolLabels.ts';
import { labeledRounds } from '../dataset/rounds.ts';
import type { BatchManifest } from '../dataset/types.ts';
import type { AdviseResult, EmbedResult } from '../protocol/engine.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { amongText } from './clusters/among.ts';
import { encoderChoice, poolRequest, type RoundParts } from './roundParts.ts';

/** Embeds every image that is not embedded yet. Files that were renamed meanwhile are recognised by their content. */
export async function embedFolder(parts: RoundParts, options: CallOptions): Promise<EmbedResult> {
  const { dataset, settings, engine } = parts;
  const { images, paths } = dataset;
  if (images.length === 0)
    throw new UserError(
      'not-found',
      l10n.t(
        'There are no images (jpg, png, webp, gif, bmp, tiff, avif) in {0}; open another folder, or change nextBatch.include and nextBatch.exclude.',
        paths.folder,
      ),
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
  const { among } = parts;
  const isAmong = (name: string): boolean => among === undefined || among.paths.has(name);
  const pool = poolLabels(names, dataset, (row) => isWithin(names[row]) && isAmong(names[row]));
  const { batchSize: budget, excludeDuplicates, balance, maxPerGroup } = settings;
  const result = await engine.select(
    {
      ...poolRequest(parts, pool),
      selector: settings.selector,
      parameters: settings.selectorParameters,
      budget,
      seed: settings.seed,
      constraints: { excludeDuplicates, balance, maxPerGroup },
    },
    options,
  );
  if (result.picks.length === 0) return null;
  const { provider: _, ...encoder } = encoderChoice(parts);
  const source = { kind: 'folder', encoder } as const;
  const { imports } = parts;
  const { head, totalBudget } = settings;
  const context = { names, pool, budget, source, imports, head, totalBudget, version };
  const notes = among === undefined ? [] : [l10n.t('Chosen among {0}.', amongText(among))];
  return dataset.addBatch(batchManifest(context, { ...result, notes: [...notes, ...result.notes] }));
}

/** Which strategy fits the labels there are now, and whether to go on. Embeds what is missing. */
export async function adviseStrategy(parts: RoundParts, options: CallOptions): Promise<AdviseResult> {
  const { dataset, settings, engine } = parts;
  const names = dataset.images.map((image) => image.path);
  const { batchSize: budget, seed } = settings;
  const rounds = await labeledRounds(dataset.paths.batches, names);
  const pool = poolRequest(parts, poolLabels(names, dataset));
  return engine.advise({ ...pool, budget, seed, rounds }, options);
}
