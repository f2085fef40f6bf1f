import { l10n } from 'vscode';
import { UserError } from '../core/errors.ts';
import { batchManifest } from '../dataset/batchManifest.ts';
import { type PoolLabels, poolLabels } from '../dataset/poolLabels.ts';
import { labeledRounds } from '../dataset/rounds.ts';
import type { BatchManifest } from '../dataset/types.ts';
import type { AdviseResult, EmbedResult, SelectRequest, SelectResult } from '../protocol/engine.ts';
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

/** What every batch of a round is chosen from: the images as they are listed now, and what is asked of them. */
export interface Round {
  /** Name of each row of the pool. */
  readonly names: readonly string[];
  readonly pool: PoolLabels;
  readonly request: Omit<SelectRequest, 'selector' | 'parameters'>;
}

/** The round that would be chosen now. */
export async function roundOf(parts: RoundParts): Promise<Round> {
  const isWithin = parts.within === '' ? () => true : await matcher(parts.within);
  const { dataset, settings, among } = parts;
  const names = dataset.images.map((image) => image.path);
  const isAmong = (name: string): boolean => among === undefined || among.paths.has(name);
  const pool = poolLabels(names, dataset, (row) => isWithin(names[row]) && isAmong(names[row]));
  const { batchSize: budget, seed, excludeDuplicates, balance, maxPerGroup } = settings;
  const constraints = { excludeDuplicates, balance, maxPerGroup };
  return { names, pool, request: { ...poolRequest(parts, pool), budget, seed, constraints } };
}

async function matcher(glob: string): Promise<(name: string) => boolean> {
  const { globMatcher } = await import('../dataset/imageFilter.ts');
  return globMatcher([glob]);
}

/** Chooses the next batch from what is embedded and labeled now, and records it. Null: nothing is left to choose. */
export async function selectBatch(parts: RoundParts, options: CallOptions): Promise<BatchManifest | null> {
  const { settings, engine } = parts;
  const round = await roundOf(parts);
  const { selector, selectorParameters: parameters } = settings;
  const result = await engine.select({ ...round.request, selector, parameters }, options);
  return result.picks.length === 0 ? null : recordBatch(parts, round, result);
}

/** Makes a batch that was chosen in a round the current one. */
export function recordBatch(parts: RoundParts, round: Round, result: SelectResult): Promise<BatchManifest> {
  const { dataset, settings, imports, version, among } = parts;
  const { names, pool, request } = round;
  const { provider: _, ...encoder } = encoderChoice(parts);
  const source = { kind: 'folder', encoder } as const;
  const { head, totalBudget } = settings;
  const context = { names, pool, budget: request.budget, source, imports, head, totalBudget, version };
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
