import {
  chromaBytes,
  lumaSide,
  type PictureMeasures,
  type PictureOutlines,
} from '../../core/review/pictures.ts';
import type { ImageRef } from '../../protocol/engine.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { createPerceptualHashes } from '../perceptual/perceptualHashes.ts';
import type { PictureTools } from './fromPictures.ts';
import { createPictureFacts } from './pictureFacts.ts';

/** What a job may ask about the pictures of its pool, by row. */
export interface PictureSource {
  /** Rows whose picture cannot be read are missing. */
  perceptualHashes(rows: Int32Array, context: Context): Promise<ReadonlyMap<number, bigint>>;
  measures(rows: Int32Array, context: Context): Promise<PictureMeasures>;
  outlines(rows: Int32Array, context: Context): Promise<PictureOutlines>;
}

type Context = Omit<CallContext, 'part'>;

/** Looks at pictures when a job asks for something of them; what was made once is in the cache folder. */
export function createPictureSource(images: readonly ImageRef[], tools: PictureTools): PictureSource {
  const facts = createPictureFacts(images, tools);
  return {
    perceptualHashes: createPerceptualHashes(images, tools),
    async measures(rows, context) {
      const { values, unreadable } = await facts(rows, context);
      const column = (name: 'width' | 'height' | 'lights' | 'shadows' | 'sharpness'): Float32Array =>
        Float32Array.from(images, (_, row) => values.get(row)?.[name] ?? Number.NaN);
      return {
        width: column('width'),
        height: column('height'),
        lights: column('lights'),
        shadows: column('shadows'),
        sharpness: column('sharpness'),
        unreadable,
      };
    },
    async outlines(rows, context) {
      const { values } = await facts(rows, context);
      const read = rows.filter((row) => values.has(row));
      const lumas = new Uint8Array(read.length * lumaSide ** 2);
      const chromas = new Uint8Array(read.length * chromaBytes);
      for (const [i, row] of read.entries()) {
        const outline = values.get(row);
        if (outline === undefined) continue;
        lumas.set(outline.lumas, i * lumaSide ** 2);
        chromas.set(outline.chromas, i * chromaBytes);
      }
      return { rows: read, lumas, chromas };
    },
  };
}
