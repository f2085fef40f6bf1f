import sharp, { type Sharp } from 'sharp';
import { UserError } from '../../core/errors.ts';
import { createSlots } from '../slots.ts';
import { bmpSize, decodeBmp } from './bmp.ts';
import { type ImageKind, imageKind } from './kind.ts';
import { hasAllPixelData } from './png.ts';

/** Part of the embedding cache's key: raise it whenever the pixels of any image change. */
export const DECODE_VERSION = 1;

/** Pillow's limit too: an image that claims more is taken for a decompression bomb. */
const MAX_PIXELS = 178_956_970;
/** A BMP is decoded by JavaScript, whole, at some 50 ms a million pixels. */
const MAX_BMP_PIXELS = 50e6;
const MAX_SECONDS = 8;

export const THUMBNAIL_SIDE = 256;
/** A file this small, or an image no larger than a thumbnail, is shown as it is. */
export const SMALL_FILE_BYTES = 32 * 1024;
const THUMBNAIL_QUALITY = 70;

/** What pixels an encoder wants. */
export interface PixelSpec {
  readonly width: number;
  readonly height: number;
  /** squash: both sides to size; crop: shorter side to `shorterSide`, then the centre; pad: longer side to size, centred on black. */
  readonly rule: 'squash' | 'crop' | 'pad';
  readonly shorterSide: number;
}

export interface Decoded {
  /** height x width x 3 bytes of sRGB, row-major; absent if not asked for. */
  readonly pixels: Buffer | undefined;
  /** A WebP picture of at most 256 px; absent if not asked for or the image is small. */
  readonly thumbnail: Buffer | undefined;
  /** False: a browser can show the file itself, which is small. */
  readonly large: boolean;
}

/**
 * Decodes one image: type by content, upright by its EXIF orientation, in sRGB whatever its profile, on white where it
 * is transparent, first frame of an animation. Rejects with `not-readable` and one sentence of reason.
 */
export async function decode(
  bytes: Buffer,
  wanted: { readonly pixels: PixelSpec | undefined; readonly thumbnail: boolean },
): Promise<Decoded> {
  return opened(bytes, (source, kind) => decodeKind(source, bytes.length, kind, wanted));
}

/**
 * Does the work on an upright sRGB picture of three channels, which it decodes. Rejects with `not-readable` and one
 * sentence of reason.
 */
export async function opened<T>(
  bytes: Buffer,
  work: (source: Sharp, kind: ImageKind) => Promise<T>,
): Promise<T> {
  const kind = imageKind(bytes);
  if (typeof kind !== 'string') throw unreadable(kind.reason);
  try {
    return await work(openImage(bytes, kind, 'truncated'), kind);
  } catch (error) {
    // libpng stops at a damaged row or chunk of a file that is all there; Pillow reads such files, and so do we.
    if (kind !== 'png' || !hasAllPixelData(bytes)) return refuse(error);
    return work(openImage(bytes, kind, 'none'), kind).catch(refuse);
  }
}

async function decodeKind(
  source: Sharp,
  length: number,
  kind: ImageKind,
  { pixels: spec, thumbnail: wantsThumbnail }: Parameters<typeof decode>[1],
): Promise<Decoded> {
  // A JPEG or PNG this small needs no look at its header: it is read row by row, so that its memory is bounded.
  if (length <= SMALL_FILE_BYTES && (kind === 'jpeg' || kind === 'png')) {
    const pixels = spec && (await toSize(source, spec).raw().toBuffer());
    return { pixels, thumbnail: undefined, large: false };
  }
  const { width, height } = await source.metadata();
  // No browser shows a TIFF.
  const large = kind === 'tiff' || (length > SMALL_FILE_BYTES && Math.max(width, height) > THUMBNAIL_SIDE);
  if (spec === undefined && !(large && wantsThumbnail))
    return { pixels: undefined, thumbnail: undefined, large };

  const work = (): Promise<Decoded> => render(source, spec, large && wantsThumbnail, large);
  return inTurn(width * height, work);
}

/** Lets giants wait for one another. */
export function inTurn<T>(pixels: number, work: () => Promise<T>): Promise<T> {
  return pixels > HUGE_PIXELS ? oneAtATime.run(false, work) : work();
}

/** Some formats are decoded whole into memory: of their giants, one at a time. */
const HUGE_PIXELS = 24e6;
const oneAtATime = createSlots(1);

/**
 * One decode feeds both pictures. What it leaves depends on the spec alone, never on whether a thumbnail is wanted: an
 * embedding must not change with that setting.
 */
async function render(
  source: Sharp,
  spec: PixelSpec | undefined,
  wantsThumbnail: boolean,
  large: boolean,
): Promise<Decoded> {
  // Three times what the encoder sees: rounding to bytes on the way is then averaged out of the embedding.
  const side = Math.max(THUMBNAIL_SIDE, 3 * (spec?.shorterSide ?? 0));
  const { data, info } = await source
    .resize({ width: side, height: side, fit: 'outside', withoutEnlargement: true, kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const base = (): Sharp =>
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  return {
    pixels: spec && (await toSize(base(), spec).raw().toBuffer()),
    thumbnail: wantsThumbnail ? await shrink(base()) : undefined,
    large,
  };
}

/** An upright sRGB picture of three channels, not decoded yet. */
export function openImage(bytes: Buffer, kind: ImageKind, failOn: 'truncated' | 'none'): Sharp {
  if (kind === 'bmp') {
    const [width, height] = bmpSize(bytes);
    if (width * height > MAX_PIXELS) throw new Error('pixel limit');
    if (width * height > MAX_BMP_PIXELS) throw new Error('BMP limit');
    const image = decodeBmp(bytes);
    return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });
  }
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn })
    .timeout({ seconds: MAX_SECONDS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
}

/** The resize rule of an encoder. `linear` widens with the reduction, as Pillow's antialiased BILINEAR does. */
function toSize(image: Sharp, { width, height, rule, shorterSide }: PixelSpec): Sharp {
  const kernel = 'linear';
  if (rule === 'squash') return image.resize({ width, height, fit: 'fill', kernel });
  if (rule === 'pad') return image.resize({ width, height, fit: 'contain', background: '#000000', kernel });
  return image.resize({ width: shorterSide, height: shorterSide, fit: 'cover', kernel }).extract({
    left: Math.floor((shorterSide - width) / 2),
    top: Math.floor((shorterSide - height) / 2),
    width,
    height,
  });
}

/** WebP of effort 1: half the processor time of the default for a few per cent of size. */
function shrink(image: Sharp): Promise<Buffer> {
  return image
    .resize({
      width: THUMBNAIL_SIDE,
      height: THUMBNAIL_SIDE,
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'linear',
    })
    .webp({ quality: THUMBNAIL_QUALITY, effort: 1 })
    .toBuffer();
}

/** Throws why an image cannot be decoded, in words for a person. */
export function refuse(error: unknown): never {
  throw unreadable(reasonOf(error), error);
}

function unreadable(reason: string, cause?: unknown): UserError {
  return new UserError('not-readable', reason, { cause });
}

/** libvips keeps one list of errors for all its threads, so its words may be about another file: only sharp's own are read. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/pixel limit|too large/i.test(message))
    return `It claims more than ${Math.round(MAX_PIXELS / 1e6)} million pixels, which no photo has; make it smaller if it is real.`;
  if (message === 'BMP limit')
    return `It is a BMP of more than ${MAX_BMP_PIXELS / 1e6} million pixels; save it as PNG.`;
  if (/^timeout/i.test(message))
    return `Decoding took longer than ${MAX_SECONDS} s; save it again in a plainer form.`;
  return 'It could not be decoded: it is damaged or ends too early; copy, download or save it again.';
}
