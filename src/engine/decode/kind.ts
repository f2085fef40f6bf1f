/** What a file's first bytes say it is; names and extensions are not asked. */
export type ImageKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'bmp';

const READABLE = 'JPEG, PNG, WebP, GIF, TIFF, AVIF and BMP are read';

/** The kind of image that `head` (at least 512 bytes, or the whole file) begins, or a sentence on why it is none. */
export function imageKind(head: Buffer): ImageKind | { readonly reason: string } {
  if (head.length === 0) return { reason: 'The file is empty.' };
  const starts = (hex: string, at = 0): boolean => head.toString('hex', at, at + hex.length / 2) === hex;
  if (starts('ffd8ff')) return 'jpeg';
  if (starts('89504e47')) return 'png';
  if (starts('47494638')) return 'gif';
  if (starts('52494646') && starts('57454250', 8)) return 'webp';
  if (['49492a00', '49492b00', '4d4d002a', '4d4d002b'].some((magic) => starts(magic))) return 'tiff';
  if (starts('66747970', 4) && HEIF_BRANDS.includes(head.toString('latin1', 8, 12))) return 'avif';
  if (starts('424d')) return 'bmp';
  const text = head.toString('latin1', 0, 512);
  if (/<svg[\s>]|<!DOCTYPE svg/i.test(text))
    return { reason: 'It is an SVG drawing, which has no pixels; export it as PNG.' };
  const other = OTHERS.find(([magic]) => starts(magic))?.[1];
  return {
    reason:
      other === undefined
        ? `Its content is not an image (${READABLE}); the file may be damaged or misnamed.`
        : `It is ${other}, which is not read (${READABLE}); convert it.`,
  };
}

const HEIF_BRANDS = ['avif', 'avis', 'mif1', 'msf1', 'heic', 'heix'];

/** Formats people have beside their images, by their first bytes, so that the reason can name them. */
const OTHERS: readonly (readonly [magic: string, name: string])[] = [
  ['0000000c6a502020', 'a JPEG 2000 file'],
  ['ff4fff51', 'a JPEG 2000 file'],
  ['5034', 'a netpbm file'],
  ['5035', 'a netpbm file'],
  ['5036', 'a netpbm file'],
  ['38425053', 'a Photoshop file'],
  ['44445320', 'a DDS texture'],
  ['00000100', 'a Windows icon'],
  ['25504446', 'a PDF'],
  ['ff0a', 'a JPEG XL file'],
  ['0000000c4a584c20', 'a JPEG XL file'],
];
