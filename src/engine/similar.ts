import path from 'node:path';
import { UserError } from '../core/errors.ts';
import type { PoolRequest } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { SimilarRequest, SimilarResult } from '../protocol/similar.ts';
import { type PoolTools, preparePool } from './poolWork.ts';

type Tools = Pick<PoolTools, 'native' | 'embeddedSoFar' | 'embedFile'>;

/** Looks for images like some and unlike others among those embedded already. An image from outside is kept nowhere. */
export async function findSimilar(
  request: SimilarRequest,
  tools: Tools,
  { signal, progress }: CallContext,
): Promise<SimilarResult> {
  const started = performance.now();
  const { like, unlike, file, count } = request;
  if (like.length === 0 && file === undefined)
    throw new UserError('usage', 'There is no image to compare with; choose one or more.');
  if (!Number.isInteger(count) || count < 1)
    throw new UserError('usage', `${count} similar images were asked for; ask for one at least.`);
  const { work, names, notes } = await preparePool(request, true, tools.embeddedSoFar);
  const stranger = [...like, ...unlike].find((row) => row < 0 || row >= names.length);
  if (stranger !== undefined)
    throw new UserError('internal', `There is no row ${stranger} in ${names.length}.`);
  const likeAlso = file === undefined ? undefined : await outside(request.source, file, tools);
  const query = { like, unlike, ...(likeAlso && { likeAlso }), count: Math.min(count, names.length) };
  const outcome = await tools.native.api().similar({ ...work, query }, { signal, onProgress: progress });
  return {
    ...outcome,
    notes: [...notes, ...outcome.notes],
    seconds: (performance.now() - started) / 1000,
  };
}

/** The embedding of an image from anywhere. */
async function outside(
  source: PoolRequest['source'],
  file: string,
  { embedFile }: Tools,
): Promise<Float32Array> {
  const own = source.kind === 'file' ? source.embeddings : source.embeddings?.file;
  if (source.kind === 'file' || own !== undefined)
    throw new UserError(
      'bad-input',
      `The embeddings are those of ${path.basename(own ?? '')}, which no encoder here makes of ${file}; choose an image of the folder.`,
      { file },
    );
  return embedFile(source, file);
}
