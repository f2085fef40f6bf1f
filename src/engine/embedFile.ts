import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { decode } from './decode/decode.ts';
import { readImageFile } from './decode/imageFiles.ts';
import { type Encoder, pixelSpec } from './encoder/encoder.ts';
import type { NativeWorker } from './native/nativeWorker.ts';
import type { Slots } from './slots.ts';

/** The embedding of one image file from anywhere, by an encoder; nothing of it is kept. Rejects with a sentence that names it. */
export async function embedFile(
  file: string,
  encoder: Encoder,
  { native, slots }: { readonly native: NativeWorker; readonly slots: Slots },
  signal: AbortSignal,
): Promise<Float32Array> {
  await native.api().openEncoder(encoder, { signal });
  const pixels = await slots.run(true, () => pixelsOf(file, encoder));
  const row = await native.api().encode({ key: encoder.key, pixels }, { signal });
  if (!row.every(Number.isFinite))
    throw new UserError(
      'not-readable',
      `The encoder gives no finite values for ${file}; choose another image.`,
      { file },
    );
  return row;
}

async function pixelsOf(file: string, encoder: Encoder): Promise<Uint8Array> {
  try {
    const { size, mtimeMs } = await stat(file);
    const bytes = await readImageFile({ path: path.basename(file), file, size, mtimeMs });
    const { pixels } = await decode(bytes, { pixels: pixelSpec(encoder.description), thumbnail: false });
    return new Uint8Array(pixels ?? []);
  } catch (error) {
    if (error instanceof UserError)
      throw new UserError('not-readable', `${file} cannot be compared with. ${error.message}`, {
        file,
        cause: error,
      });
    throw new UserError('not-readable', `${file} is not there any more; choose another image.`, {
      file,
      cause: error,
    });
  }
}
