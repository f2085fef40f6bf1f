import type { Sharp } from 'sharp';
import { createSlots } from '../slots.ts';
import { openImage, refuse } from './decode.ts';
import type { ImageKind } from './kind.ts';

/** Browsers draw pictures of this side without trouble; some of those beyond it not at all. */
const LARGEST_SIDE = 8192;
const QUALITY = 92;
const MAX_SECONDS = 30;

/** Of the decoded giants, one at a time. */
const oneAtATime = createSlots(1);

export interface Size {
  /** Upright. */
  readonly width: number;
  readonly height: number;
}

/** The size of an image, and the way to a picture of it; `picture` is absent where a browser can show the file itself. */
export interface LargePicture {
  readonly size: Size;
  /** Makes a JPEG of at most 8,192 px. Rejects with `not-readable`. */
  readonly picture?: () => Promise<Buffer>;
}

/** What there is to show of an image at full size. Decodes nothing yet. Rejects with `not-readable`. */
export async function largePicture(bytes: Buffer, kind: ImageKind): Promise<LargePicture> {
  try {
    // As much as can be read is shown: a damaged end is no reason to show nothing.
    const source = openImage(bytes, kind, 'none').timeout({ seconds: MAX_SECONDS });
    const size = await sizeOf(source);
    const isShown = kind !== 'tiff' && Math.max(size.width, size.height) <= LARGEST_SIDE;
    if (isShown) return { size };
    return { size, picture: () => oneAtATime.run(true, () => shrink(source).catch(refuse)) };
  } catch (error) {
    return refuse(error);
  }
}

async function sizeOf(source: Sharp): Promise<Size> {
  const { width, height, autoOrient } = await source.metadata();
  return autoOrient ?? { width, height };
}

function shrink(source: Sharp): Promise<Buffer> {
  return source
    .resize({
      width: LARGEST_SIDE,
      height: LARGEST_SIDE,
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'linear',
    })
    .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
