import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/core/rng.ts';
import { decode } from '../../../src/engine/decode/decode.ts';
import { perceptualHash, perceptualPixels } from '../../../src/engine/perceptual/perceptualHash.ts';
import { paint } from '../images.ts';

async function picture(seed: number, width = 400, height = 300) {
  return sharp(await paint(seed, width, height), { raw: { width, height, channels: 3 } });
}

async function hashOf(bytes: Buffer): Promise<bigint> {
  const { pixels } = await decode(bytes, { pixels: perceptualPixels, thumbnail: false });
  return perceptualHash(pixels ?? Buffer.alloc(0));
}

function bitsBetween(a: bigint, b: bigint): number {
  return (a ^ b).toString(2).replaceAll('0', '').length;
}

describe('a perceptual hash', () => {
  it.each([1, 2, 3, 4, 5])(
    'hardly changes when picture %i is compressed, scaled or brightened',
    async (seed) => {
      const original = await hashOf(await (await picture(seed)).png().toBuffer());
      const copies = [
        (await picture(seed)).jpeg({ quality: 40 }),
        (await picture(seed)).resize(160, 120).jpeg(),
        (await picture(seed)).modulate({ brightness: 1.1 }).webp(),
      ];
      for (const copy of copies)
        expect(bitsBetween(original, await hashOf(await copy.toBuffer()))).toBeLessThanOrEqual(4);
    },
  );

  it('differs between pictures by about half of its bits, and between a picture and its mirror image', async () => {
    const hashes = await Promise.all(
      Array.from({ length: 12 }, async (_, seed) => hashOf(await (await picture(seed)).png().toBuffer())),
    );
    const bits = hashes.flatMap((a, i) => hashes.slice(i + 1).map((b) => bitsBetween(a, b)));
    expect(Math.min(...bits)).toBeGreaterThan(10);
    const mirrored = await hashOf(await (await picture(0)).flop().png().toBuffer());
    expect(bitsBetween(hashes[0], mirrored)).toBeGreaterThan(10);
  });

  it('is 0 for a picture of one colour', () => {
    expect(perceptualHash(Buffer.alloc(32 * 32 * 3, 200))).toBe(0n);
  });

  it('is the sign of each low frequency against the median, by the definition', () => {
    const rng = createRng('pixels');
    const pixels = Buffer.from(Array.from({ length: 32 * 32 * 3 }, () => rng.below(256)));
    const grey = (x: number, y: number): number => {
      const at = 3 * (y * 32 + x);
      return 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
    };
    const frequency = (u: number, v: number): number => {
      let sum = 0;
      for (let y = 0; y < 32; y++)
        for (let x = 0; x < 32; x++)
          sum +=
            grey(x, y) *
            Math.cos((Math.PI * u * (2 * x + 1)) / 64) *
            Math.cos((Math.PI * v * (2 * y + 1)) / 64);
      return sum;
    };
    const frequencies = Array.from({ length: 64 }, (_, i) => frequency(i % 8, i >> 3));
    const median = frequencies.slice(1).sort((a, b) => a - b)[31];
    const bits = frequencies.map((value, i) => (i > 0 && value > median ? 1n << BigInt(i) : 0n));
    expect(perceptualHash(pixels)).toBe(bits.reduce((sum, bit) => sum + bit));
  });
});
