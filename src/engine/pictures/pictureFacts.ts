import { chromaBytes, lumaSide } from '../../core/review/pictures.ts';
import { openPictureCache } from '../../dataset/pictureCache.ts';
import type { ImageRef } from '../../protocol/engine.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { smallPicture } from '../decode/smallPicture.ts';
import { type ContentStore, fromPictures, type PicturesRead, type PictureTools } from './fromPictures.ts';
import { measurePicture, type PictureFacts } from './measurePicture.ts';

/** Facts of the pictures of the named rows of a pool. */
export type PictureFactsOf = (
  rows: Int32Array,
  context: Omit<CallContext, 'part'>,
) => Promise<PicturesRead<PictureFacts>>;

/** Measures the pictures that are asked for, and keeps that in the cache by the content of the files. */
export function createPictureFacts(images: readonly ImageRef[], tools: PictureTools): PictureFactsOf {
  let opening: Promise<ContentStore<PictureFacts>> | undefined;
  return async (rows, context) => {
    opening ??= openStore(tools.cache);
    const store = await opening;
    return fromPictures(images, rows, { store, make: factsOf, tools }, context);
  };
}

async function factsOf(bytes: Buffer): Promise<PictureFacts> {
  return measurePicture(await smallPicture(bytes));
}

/** Another version has another file: raise it whenever a number of any picture changes. */
const version = 'v1';
const numbers = ['width', 'height', 'lights', 'shadows', 'sharpness'] as const;
const numberBytes = 4 * numbers.length;
const factBytes = numberBytes + lumaSide ** 2 + chromaBytes;
const textLength = 4 * Math.ceil(factBytes / 3);

async function openStore(cache: string): Promise<ContentStore<PictureFacts>> {
  const lines = await openPictureCache(cache, version, textLength);
  return {
    get(content) {
      const text = lines.get(content);
      return text === undefined ? undefined : unpacked(Buffer.from(text, 'base64'));
    },
    set: (content, facts) => lines.set(content, packed(facts).toString('base64')),
    flush: lines.flush,
  };
}

function packed(facts: PictureFacts): Buffer {
  const bytes = Buffer.alloc(factBytes);
  for (const [i, name] of numbers.entries()) bytes.writeFloatLE(facts[name], 4 * i);
  bytes.set(facts.lumas, numberBytes);
  bytes.set(facts.chromas, numberBytes + lumaSide ** 2);
  return bytes;
}

/** Undefined for a text that is damaged: the picture is measured again. */
function unpacked(bytes: Buffer): PictureFacts | undefined {
  if (bytes.length !== factBytes) return undefined;
  const [width, height, lights, shadows, sharpness] = numbers.map((_, i) => bytes.readFloatLE(4 * i));
  if (!(width >= 1 && height >= 1 && lights <= 1 && shadows <= 1 && sharpness >= 0)) return undefined;
  return {
    width,
    height,
    lights,
    shadows,
    sharpness,
    lumas: bytes.subarray(numberBytes, numberBytes + lumaSide ** 2),
    chromas: bytes.subarray(numberBytes + lumaSide ** 2, factBytes),
  };
}
