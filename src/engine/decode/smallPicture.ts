import { inTurn, opened } from './decode.ts';

/** The longer side of a small picture, or the image's own where that is shorter. */
const longerSide = 256;

export interface SmallPicture {
  /** height x width x 3 bytes of sRGB, row by row. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Upright size of the image itself. */
  readonly imageWidth: number;
  readonly imageHeight: number;
}

/** Decodes an image to a picture of at most 256 px, its sides in proportion. Rejects with `not-readable` and one sentence of reason. */
export function smallPicture(bytes: Buffer): Promise<SmallPicture> {
  return opened(bytes, async (source) => {
    const { width, height, autoOrient } = await source.metadata();
    const image = autoOrient ?? { width, height };
    const { data, info } = await inTurn(width * height, () =>
      source
        .resize({
          width: longerSide,
          height: longerSide,
          fit: 'inside',
          withoutEnlargement: true,
          kernel: 'linear',
        })
        .raw()
        .toBuffer({ resolveWithObject: true }),
    );
    return {
      pixels: data,
      width: info.width,
      height: info.height,
      imageWidth: image.width,
      imageHeight: image.height,
    };
  });
}
