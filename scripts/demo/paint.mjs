import sharp from 'sharp';
import { createDraws } from './random.mjs';
import { document } from './svg.mjs';

// One thread a picture: with more, two GIFs of the same pixels may differ in their palettes.
sharp.concurrency(1);

// How a picture must be turned before it is stored, so that its EXIF orientation turns it back.
const turns = { 1: 0, 3: 180, 6: 270, 8: 90 };

/** The bytes of one planned picture. @param {import('./plan.mjs').Picture} picture */
export async function paint(picture) {
  const crop = picture.copy === 'crop';
  // A crop is drawn larger and cut, as a person would cut a photo.
  const [width, height] = [picture.width, picture.height].map((side) =>
    crop ? Math.round(side * 1.12) : side,
  );
  let image = sharp(Buffer.from(document(width, height, picture.svg))).removeAlpha();
  if (crop) image = image.extract({ left: 9, top: 6, width: picture.width, height: picture.height });
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  if (picture.noise > 0) addNoise(data, picture.noise, picture.seed);
  if (picture.format === 'bmp') return bmp(data, info.width, info.height);
  const raw = { width: info.width, height: info.height, channels: info.channels };
  let stored = sharp(data, { raw });
  if (picture.orientation !== 1)
    stored = stored.rotate(turns[picture.orientation]).withMetadata({ orientation: picture.orientation });
  return encode(stored, picture).toBuffer();
}

function encode(image, { format, copy }) {
  if (format === 'png') return image.png({ compressionLevel: 6 });
  if (format === 'webp') return image.webp({ quality: 82, effort: 1 });
  if (format === 'gif') return image.gif({ effort: 1 });
  if (format === 'tiff') return image.tiff({ compression: 'lzw' });
  if (format === 'avif') return image.avif({ quality: 55, effort: 0 });
  return image.jpeg({ quality: copy === 'encode' ? 55 : 84 });
}

/** Grain, as a sensor in bad light would add it: the same for the three channels of a pixel. */
function addNoise(data, strength, seed) {
  const draws = createDraws(seed);
  for (let i = 0; i < data.length; i += 3) {
    const grain = (draws.next() + draws.next() - 1) * strength;
    for (let c = 0; c < 3; c++) data[i + c] = Math.max(0, Math.min(255, data[i + c] + grain));
  }
}

/** Windows bitmap, 24 bits a pixel, from the bottom row up (sharp reads and writes none). */
function bmp(data, width, height) {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = 54 + (height - 1 - y) * stride + x * 3;
      for (let c = 0; c < 3; c++) file[to + c] = data[from + 2 - c];
    }
  return file;
}
