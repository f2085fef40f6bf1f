import { createHash } from 'node:crypto';
import type { ImageFacts } from '../../core/constraints/constraints.ts';
import { selectBatch } from '../../core/round.ts';
import type { Client } from '../../protocol/rpc.ts';
import { embeddingsOf, type LoadedMatrix, withNote } from './matrixLoader.ts';
import type { PictureApi, SelectOutcome, SelectWork } from './nativeApi.ts';
import type { HeadKeeper } from './runHead.ts';
import { coreContext, type JobContext, workedPool } from './workedPool.ts';

/** Runs one selector on a pool whose matrix is loaded. */
export async function runSelection(
  work: SelectWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
  { heads, pictures }: { readonly heads: HeadKeeper; readonly pictures: Client<typeof PictureApi> },
): Promise<SelectOutcome> {
  const pool = workedPool(work, loaded);
  const core = coreContext(context);
  const { picks, shortfall, notes, chosen, curve, parameters, constraints } = await selectBatch(pool, work, {
    ...core,
    fitHead: heads.fitter(loaded, core),
    facts: { ...work.facts, ...hashesOf(work, pictures, context) },
  });
  return {
    selection: {
      picks,
      shortfall,
      notes: withNote(loaded, notes),
      ...(chosen && { chosen }),
      ...(curve && { curve }),
    },
    parameters,
    constraints,
    embeddings: embeddingsOf(loaded)?.hash ?? createHash('sha256').digest('hex'),
  };
}

function hashesOf(
  { pictures: job }: SelectWork,
  pictures: Client<typeof PictureApi>,
  { signal, progress }: JobContext,
): Pick<ImageFacts, 'perceptualHashes'> {
  if (job === undefined) return {};
  return {
    perceptualHashes: (rows) => pictures.perceptualHashes({ job, rows }, { signal, onProgress: progress }),
  };
}
