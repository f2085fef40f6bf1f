import { type Constraints, type ImageFacts, noConstraints } from '../core/constraints/constraints.ts';
import { UserError } from '../core/errors.ts';
import { checkRequest } from '../core/round.ts';
import type { Selector } from '../core/selectors/selector.ts';
import type { SelectRequest, SelectResult } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { contentNumbers, folderNumbers, numbered, topFolderNumbers } from './imageFacts.ts';
import type { SelectOutcome, SelectWork } from './native/nativeApi.ts';
import { createPerceptualHashes } from './perceptual/perceptualHashes.ts';
import { type PoolTools, type PreparedPool, preparePool } from './poolWork.ts';
import { sha256 } from './sha256.ts';

type Tools = Pick<PoolTools, 'native' | 'embed' | 'known' | 'pictures'>;

/** Chooses a batch: makes sure that the rows are there, has the selector run beside them, and records what it depended on. */
export async function selectFromPool(
  request: SelectRequest,
  tools: Tools,
  { signal, progress }: CallContext,
): Promise<SelectResult> {
  const started = performance.now();
  const { labels, selector, parameters, budget, seed, source, constraints = noConstraints } = request;
  const pool = await prepareFor(request, constraints, tools);
  const facts = await factsFor(request, constraints, pool, tools);
  const select = (pictures?: number): Promise<SelectOutcome> => {
    const work: SelectWork = {
      ...pool.work,
      selector,
      parameters,
      budget,
      seed,
      constraints,
      facts,
      pictures,
    };
    return tools.native.api().select(work, { signal, onProgress: progress });
  };
  const outcome =
    source.kind === 'folder' && constraints.excludeDuplicates === 'near' && pool.work.matrix !== undefined
      ? await tools.native.withPictures(createPerceptualHashes(source.images, tools.pictures(source)), select)
      : await select();
  return {
    ...outcome.selection,
    notes: [...pool.notes, ...outcome.selection.notes],
    selector,
    parameters: outcome.parameters,
    seed,
    unreadable: pool.folder?.unreadable ?? [],
    encoder: pool.folder?.info,
    classes: pool.classes,
    constraints: outcome.constraints,
    inputs: {
      embeddings: outcome.embeddings,
      labels: sha256(JSON.stringify(pool.classes), labels),
      pool: sha256(JSON.stringify(pool.names), request.excluded, pool.work.clusters ?? new Int32Array(0)),
      ...pool.inputs,
    },
    seconds: (performance.now() - started) / 1000,
  };
}

/**
 * The pool with embeddings, where the strategy or the constraints look at them. Where they would only like to, what cannot
 * be had is done without, and said.
 */
async function prepareFor(
  request: SelectRequest,
  constraints: Constraints,
  { embed }: Tools,
): Promise<PreparedPool> {
  const { selector } = checkRequest(request);
  if (needsEmbeddings(selector, request)) return preparePool(request, true, embed);
  const comparesCopies = constraints.excludeDuplicates === 'near';
  const areWanted =
    comparesCopies ||
    (constraints.balance === 'class' && request.predictions === undefined) ||
    // With predictions of the person's own it does without, but then its batch is not spread.
    selector.needs.includes('probabilities');
  if (!areWanted) return preparePool(request, false, embed);
  try {
    return await preparePool(request, true, embed);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
    const pool = await preparePool(request, false, embed);
    const so = comparesCopies ? ', so copies were found by their files alone' : '';
    const note = `There are no embeddings to compare${so}: ${error.message}`;
    return { ...pool, notes: [...pool.notes, note] };
  }
}

/** A strategy that asks the built-in head needs embeddings too. */
function needsEmbeddings({ needs }: Selector, { predictions }: SelectRequest): boolean {
  return needs.some((need) => need !== 'scores' && !(need === 'probabilities' && predictions !== undefined));
}

async function factsFor(
  { source }: SelectRequest,
  { excludeDuplicates, balance, maxPerGroup }: Constraints,
  { names, folder }: PreparedPool,
  { known }: Tools,
): Promise<SelectWork['facts']> {
  const facts: { -readonly [K in keyof ImageFacts]: ImageFacts[K] } = {};
  if (excludeDuplicates !== 'none' && source.kind === 'folder')
    facts.contents =
      folder === undefined
        ? await contentNumbers(source.images, known)
        : numbered(folder.hashes.map((hash, row) => (hash === '' ? names[row] : hash)));
  if (maxPerGroup > 0) facts.folders = folderNumbers(names);
  if (balance === 'folder') facts.topFolders = topFolderNumbers(names);
  return facts;
}
