import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode, type PixelSpec } from '../../src/engine/decode/decode.ts';
import { paint, turned } from './images.ts';

const squash: PixelSpec = { width: 32, height: 32, rule: 'squash', shorterSide: 32 };

async function pixelsOf(bytes: Buffer, spec: PixelSpec = squash): Promise<Buffer> {
  const { pixels } = await decode(bytes, { pixels: spec, thumbnail: false });
  if (pixels === undefined) throw new Error('no pixels');
  return pixels;
}

/** Mean absolute difference of two pictures, in levels. */
function distance(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}

const raw = { width: 64, height: 48, channels: 3 } as const;
const picture = async () => sharp(await paint(7, raw.width, raw.height), { raw });

/** A picture of one color that is `color` everywhere. */
function isFlat(pixels: Buffer, color: readonly number[], tolerance = 2): void {
  for (let i = 0; i < pixels.length; i++)
    expect(Math.abs(pixels[i] - color[i % 3]), `byte ${i}`).toBeLessThanOrEqual(tolerance);
}

/** The picture as a camera held in one of eight ways would have saved it. */
async function stored(orientation: number): Promise<Buffer> {
  const upright = { data: await paint(7, raw.width, raw.height), width: raw.width, height: raw.height };
  return turned(upright, orientation).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
}

describe('decode', () => {
  it('turns images upright by their EXIF orientation', async () => {
    const upright = await pixelsOf(await stored(1));
    for (let orientation = 2; orientation <= 8; orientation++)
      expect(
        distance(await pixelsOf(await stored(orientation)), upright),
        `orientation ${orientation}`,
      ).toBeLessThan(1.5);
  });

  it('reads every format by its content', async () => {
    const image = await picture();
    const expected = await pixelsOf(await image.clone().png().toBuffer());
    const files = {
      webp: await image.clone().webp({ lossless: true }).toBuffer(),
      tiff: await image.clone().tiff({ compression: 'lzw' }).toBuffer(),
      avif: await image.clone().avif({ quality: 90 }).toBuffer(),
      jpeg: await image.clone().jpeg({ quality: 95 }).toBuffer(),
      gif: await image.clone().gif().toBuffer(),
      bmp: bmpOf(await image.clone().raw().toBuffer(), raw.width, raw.height),
    };
    for (const [name, bytes] of Object.entries(files))
      expect(distance(await pixelsOf(bytes), expected), name).toBeLessThan(8);
    expect(distance(await pixelsOf(files.bmp), expected)).toBeLessThan(1);
  });

  it('makes sRGB of CMYK, grey, 16-bit and palette images', async () => {
    const image = await picture();
    const expected = await pixelsOf(await image.clone().png().toBuffer());
    const grey = await image.clone().greyscale().toColourspace('b-w').png().toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    const greyPixels = await pixelsOf(grey);
    expect([greyPixels[0], greyPixels[1]]).toEqual([greyPixels[1], greyPixels[2]]);
    const wide = await image.clone().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(wide).metadata()).depth).toBe('ushort');
    expect(distance(await pixelsOf(wide), expected)).toBeLessThan(1);
    const palette = await image.clone().png({ palette: true }).toBuffer();
    expect(distance(await pixelsOf(palette), expected)).toBeLessThan(8);
    const cmyk = await image.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    expect(distance(await pixelsOf(cmyk), expected)).toBeLessThan(30);
  });

  it('honors a color profile', async () => {
    const red = sharp({ create: { width: 20, height: 20, channels: 3, background: '#c02020' } });
    const p3 = await red.withIccProfile('p3').png().toBuffer();
    isFlat(await pixelsOf(p3), [0xc0, 0x20, 0x20], 3);
  });

  it('puts transparent images on white', async () => {
    const clear = {
      create: { width: 300, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    } as const;
    isFlat(await pixelsOf(await sharp(clear).png().toBuffer()), [255, 255, 255]);
    isFlat(await pixelsOf(await sharp(clear).webp({ lossless: true }).toBuffer()), [255, 255, 255]);
  });

  it('shows the first frame of an animation', async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 16, height: 16, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = [await frame('#ff0000'), await frame('#0000ff')];
    const animation = await sharp(frames, { join: { animated: true } })
      .gif({ loop: 0 })
      .toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(2);
    isFlat(await pixelsOf(animation), [255, 0, 0]);
  });

  it('squashes, crops or pads as the encoder wants', async () => {
    // A wide picture: left third red, middle green, right blue.
    const third = (background: string) => ({
      create: { width: 40, height: 40, channels: 3 as const, background },
    });
    const wide = await sharp({ create: { width: 120, height: 40, channels: 3, background: '#00ff00' } })
      .composite([
        { input: third('#ff0000'), left: 0, top: 0 },
        { input: third('#0000ff'), left: 80, top: 0 },
      ])
      .png()
      .toBuffer();
    const at = (pixels: Buffer, x: number, y: number) => [
      ...pixels.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3),
    ];
    const squashed = await pixelsOf(wide, squash);
    expect([at(squashed, 2, 16), at(squashed, 16, 16), at(squashed, 29, 16)]).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
    const cropped = await pixelsOf(wide, { ...squash, rule: 'crop', shorterSide: 40 });
    isFlat(cropped, [0, 255, 0]);
    const padded = await pixelsOf(wide, { ...squash, rule: 'pad' });
    expect([at(padded, 16, 1), at(padded, 16, 16), at(padded, 16, 30)]).toEqual([
      [0, 0, 0],
      [0, 255, 0],
      [0, 0, 0],
    ]);
  });

  it('averages when it shrinks, as an antialiased bilinear filter does', async () => {
    const checks = Buffer.from(
      Array.from({ length: 64 * 64 * 3 }, (_, i) => ((Math.floor(i / 3) + Math.floor(i / 192)) % 2) * 255),
    );
    const png = await sharp(checks, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    isFlat(await pixelsOf(png, { ...squash, width: 8, height: 8 }), [128, 128, 128], 6);
  });

  it('gives the same pixels whether or not a thumbnail is wanted', async () => {
    const large = await sharp(await paint(3, 900, 700), { raw: { width: 900, height: 700, channels: 3 } })
      .png()
      .toBuffer();
    expect(large.length).toBeGreaterThan(32 * 1024);
    const without = await decode(large, { pixels: squash, thumbnail: false });
    const withOne = await decode(large, { pixels: squash, thumbnail: true });
    expect(withOne.pixels).toEqual(without.pixels);
    expect(without.thumbnail).toBeUndefined();
    const { width, height, format } = await sharp(withOne.thumbnail).metadata();
    expect([width, height, format]).toEqual([256, 199, 'webp']);
  });

  it('makes no thumbnail of small images, but one of every TIFF, which no browser shows', async () => {
    const image = await picture();
    const png = await decode(await image.clone().png().toBuffer(), { pixels: undefined, thumbnail: true });
    expect([png.thumbnail, png.large]).toEqual([undefined, false]);
    const tiff = await decode(await image.clone().tiff().toBuffer(), { pixels: undefined, thumbnail: true });
    expect([(await sharp(tiff.thumbnail).metadata()).format, tiff.large]).toEqual(['webp', true]);
  });
});

describe('decode refuses, with one sentence,', () => {
  const refusal = async (bytes: Buffer): Promise<string> => {
    const error = await decode(bytes, { pixels: squash, thumbnail: true }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'not-readable' });
    const { message } = error as Error;
    expect(message).toMatch(/^[A-Z][^\n]*\.$/);
    return message;
  };

  it('an empty file', async () => expect(await refusal(Buffer.alloc(0))).toContain('empty'));
  it('text named as an image', async () =>
    expect(await refusal(Buffer.from('hello'))).toContain('not an image'));
  it('an SVG', async () => {
    for (const text of ['<svg xmlns="x"/>', '<?xml version="1.0"?>\n<!-- c -->\n<svg width="1">'])
      expect(await refusal(Buffer.from(text))).toContain('SVG');
  });
  it('a format it does not read, by name', async () =>
    expect(await refusal(Buffer.from('%PDF-1.7'))).toContain('a PDF'));
  it('a JPEG and a PNG cut short', async () => {
    const image = sharp(await paint(5, 640, 480), { raw: { width: 640, height: 480, channels: 3 } });
    for (const bytes of [await image.clone().jpeg().toBuffer(), await image.clone().png().toBuffer()])
      expect(await refusal(bytes.subarray(0, bytes.length / 2))).toContain('ends too early');
  });
  it('a decompression bomb, before it takes memory', async () => {
    const bomb = await sharp({ create: { width: 16000, height: 12000, channels: 3, background: '#000' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(await refusal(bomb)).toContain('179 million pixels');
    const bmp = bmpOf(Buffer.alloc(3), 1, 1);
    bmp.writeUInt32LE(0x7fffffff, 18);
    expect(await refusal(bmp)).toContain('179 million pixels');
  });
  it('a BMP that makes no sense', async () =>
    expect(await refusal(bmpOf(Buffer.alloc(300), 10, 10).subarray(0, 60))).toContain(
      'could not be decoded',
    ));
});

it('decode reads a PNG whose data are all there though a chunk behind them is damaged', async () => {
  const png = await (await picture()).png().toBuffer();
  const end = png.indexOf('IEND');
  const damaged = Buffer.concat([png.subarray(0, end - 4), Buffer.from('not a chunk at all')]);
  expect(distance(await pixelsOf(damaged), await pixelsOf(png))).toBe(0);
});

/** A 24-bit BMP, rows bottom up. */
function bmpOf(rgb: Buffer, width: number, height: number): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * height);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        bytes[54 + (height - 1 - y) * stride + x * 3 + (2 - c)] = rgb[(y * width + x) * 3 + c];
  return bytes;
}
