import { join } from 'node:path';
import { l10n } from 'vscode';
import { UserError } from '../core/errors.ts';
import { readManifest } from '../dataset/batches.ts';
import { compareReplay, replayInputs } from '../dataset/replay.ts';
import type { BatchManifest } from '../dataset/types.ts';
import type { EncoderChoice } from '../protocol/engine.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { encoderChoice, folderSource, type RoundParts } from './roundParts.ts';

/**
 * Chooses a batch of a folder again, from what its manifest says and the images there are now. Rejects with
 * `input-differs`, naming the input, if other picks come out.
 */
export async function replayBatch(
  parts: RoundParts,
  id: string,
  options: CallOptions,
): Promise<BatchManifest> {
  const { dataset, engine } = parts;
  const file = join(dataset.paths.batches, `${id}.json`);
  const manifest = await readManifest(file);
  const names = dataset.images.map((image) => image.path);
  const then = { ...parts, imports: manifest.imports ?? {} };
  const source = { ...folderSource(then), encoder: knownEncoder(parts, manifest, file) };
  const result = await engine.select({ source, ...replayInputs(manifest, names, file) }, options);
  compareReplay(manifest, result, file);
  return manifest;
}

/** The encoder a manifest names: a model that nobody chose here is not loaded because a file says so. */
function knownEncoder(parts: RoundParts, { source, imports }: BatchManifest, file: string): EncoderChoice {
  if (source.kind !== 'folder')
    throw new UserError(
      'usage',
      l10n.t('{0} was chosen from files of embeddings; replay it on the command line.', file),
      { file },
    );
  const chosen = encoderChoice(parts);
  const { model, description } = source.encoder;
  // What runs it is a matter of this machine, not of the manifest.
  const { provider } = chosen;
  if (model === 'builtin' || model === chosen.model || imports?.embeddings !== undefined)
    return { model, ...(description && { description }), ...(provider && { provider }) };
  throw new UserError(
    'usage',
    l10n.t('{0} was made with the encoder {1}; choose it in nextBatch.encoder to replay it.', file, model),
    { file },
  );
}
