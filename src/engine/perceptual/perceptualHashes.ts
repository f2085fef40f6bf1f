import { UserError } from '../../core/errors.ts';
import { openPerceptualCache } from '../../dataset/perceptualCache.ts';
import type { ImageRef } from '../../protocol/engine.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { decode } from '../decode/decode.ts';
import { fromPictures, type PictureTools } from '../pictures/fromPictures.ts';
import { perceptualHash, perceptualPixels } from './perceptualHash.ts';

/** Perceptual hashes of the named rows of a pool; rows whose picture cannot be read are missing. */
export type PerceptualHashes = (
  rows: Int32Array,
  context: Omit<CallContext, 'part'>,
) => Promise<ReadonlyMap<number, bigint>>;

/** Makes the hashes that are asked for, and keeps them in the cache by the content of the files. */
export function createPerceptualHashes(images: readonly ImageRef[], tools: PictureTools): PerceptualHashes {
  let opening: ReturnType<typeof openPerceptualCache> | undefined;
  return async (rows, context) => {
    opening ??= openPerceptualCache(tools.cache);
    const store = await opening;
    return (await fromPictures(images, rows, { store, make: hashOf, tools }, context)).values;
  };
}

async function hashOf(bytes: Buffer): Promise<bigint> {
  const { pixels } = await decode(bytes, { pixels: perceptualPixels, thumbnail: false });
  if (pixels === undefined) throw new UserError('internal', 'A picture was decoded without its pixels.');
  return perceptualHash(pixels);
}
