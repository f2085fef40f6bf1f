import { type Constraints, type ImageFacts, noConstraints } from '../core/constraints/constraints.ts';
import { UserError } from '../core/errors.ts';
import { checkRequest } from '../core/round.ts';
import type { Selector } from '../core/selectors/selector.ts';
import type { SelectRequest, SelectResult } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { contentNumbers, folderNumbers, numbered, topFolderNumbers } from './imageFacts.ts';
import type { SelectOutcome, SelectWork } from './native/nativeApi.ts';
import { createPictureSource } from './pictures/pictureSource.ts';
import { type PoolTools, type PreparedPool, preparePool } from './poolWork.ts';
import { sha256 } from './sha256.ts';
import { hashRelations } from './statements.ts';

type Tools = Pick<PoolTools, 'native' | 'embed' | 'known' | 'pictures'>;

/** Chooses a batch: makes sure that the rows are there, has the selector run beside them, and records what it depended on. */
export async function selectFromPool(
  request: SelectRequest,
  tools: Tools,
  { signal, progress }: CallContext,
): Promise<SelectResult> {
  const started = performance.now();
  const { constraints = noConstraints } = request;
  const pool = await prepareFor(request, constraints, tools);
  const facts = await factsFor(request, constraints, pool, tools);
  const outcome = await besidePictures(request, constraints, pool, tools, (pictures) =>
    tools.native.api().select(selectWork(request, pool, facts, pictures), { signal, onProgress: progress }),
  );
  return { ...selectResult(request, pool, outcome), seconds: (performance.now() - started) / 1000 };
}

/** What the native worker is told to choose one batch. */
export function selectWork(
  { selector, parameters, budget, seed, constraints = noConstraints }: SelectRequest,
  pool: PreparedPool,
  facts: SelectWork['facts'],
  pictures: number | undefined,
): SelectWork {
  return { ...pool.work, selector, parameters, budget, seed, constraints, facts, pictures };
}

/** Runs work of the native worker that may ask for hashes of pictures, where the constraints look at pictures. */
export async function besidePictures<T>(
  { source }: Pick<SelectRequest, 'source'>,
  constraints: Constraints,
  pool: PreparedPool,
  tools: Pick<Tools, 'native' | 'pictures'>,
  work: (pictures?: number) => Promise<T>,
): Promise<T> {
  if (source.kind !== 'folder' || constraints.excludeDuplicates !== 'near' || pool.work.matrix === undefined)
    return work();
  return tools.native.withPictures(createPictureSource(source.images, tools.pictures(source)), work);
}

/** A batch with all that it depended on. */
export function selectResult(
  { labels, selector, excluded, seed }: SelectRequest,
  pool: PreparedPool,
  outcome: SelectOutcome,
): Omit<SelectResult, 'seconds'> {
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
      pool: sha256(JSON.stringify(pool.names), excluded, pool.work.clusters ?? new Int32Array(0)),
      ...pool.inputs,
      ...relationsOf(pool.work),
    },
  };
}

/** Relations are an input only where distances are. */
function relationsOf({
  matrix,
  relations,
  given,
}: PreparedPool['work']): Pick<SelectResult['inputs'], 'relations'> {
  return matrix === undefined || relations === undefined
    ? {}
    : { relations: hashRelations(relations, given) };
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
  const use = embeddingsUse(request, constraints);
  if (use !== 'wanted') return preparePool(request, use === 'needed', embed);
  try {
    return await preparePool(request, true, embed);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
    const pool = await preparePool(request, false, embed);
    const so = constraints.excludeDuplicates === 'near' ? ', so copies were found by their files alone' : '';
    const note = `There are no embeddings to compare${so}: ${error.message}`;
    return { ...pool, notes: [...pool.notes, note] };
  }
}

/** Whether a batch is chosen with embeddings; `wanted`: where they can be had. */
export function embeddingsUse(
  request: SelectRequest,
  { excludeDuplicates, balance }: Constraints,
): 'needed' | 'wanted' | 'unused' {
  const { selector } = checkRequest(request);
  if (needsEmbeddings(selector, request)) return 'needed';
  const areWanted =
    excludeDuplicates === 'near' ||
    (balance === 'class' && request.predictions === undefined) ||
    // With predictions of the person's own it does without, but then its batch is not spread.
    selector.needs.includes('probabilities');
  return areWanted ? 'wanted' : 'unused';
}

/** A strategy that asks the built-in head needs embeddings too. */
function needsEmbeddings({ needs }: Selector, { predictions }: SelectRequest): boolean {
  return needs.some((need) => need !== 'scores' && !(need === 'probabilities' && predictions !== undefined));
}

export async function factsFor(
  { source }: Pick<SelectRequest, 'source'>,
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
