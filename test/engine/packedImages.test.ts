import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { packRequest, unpackRequest } from '../../src/engine/packedImages.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';

function imagesOf(count: number, file: (path: string, i: number) => string): ImageRef[] {
  return Array.from({ length: count }, (_, i) => {
    const path = `fold\u00e4r ${i % 7}/\n image ${i}.jpg`;
    return { path, file: file(path, i), size: i * 3e9, mtimeMs: 1.7e12 + i / 7 };
  });
}

/** As it arrives in the engine process. */
const sent = (input: unknown): unknown => unpackRequest(deserialize(serialize(packRequest(input))));

describe('images on their way to the engine', () => {
  it.each([
    ['below one folder', (path: string) => `/data/images/${path}`],
    ['in two places', (path: string, i: number) => (i === 700 ? `/other/${path}` : `/data/images/${path}`)],
    ['on a disk of Windows', (path: string) => `D:\\images\\${path.replace('/', '\\')}`],
  ])('arrive as they were: %s', (_, file) => {
    const images = imagesOf(1200, file);
    expect(sent({ images, cache: '/cache' })).toEqual({ images, cache: '/cache' });
    const source = { kind: 'folder', images, cache: '/cache' };
    expect(sent({ source, labels: Int32Array.of(1) })).toEqual({ source, labels: Int32Array.of(1) });
  });

  it('are packed once for all requests on the same list', () => {
    const images = imagesOf(1000, (path) => `/x/${path}`);
    const [one, two] = [packRequest({ images }), packRequest({ source: { images } })] as {
      images?: unknown;
      source?: { images: unknown };
    }[];
    expect(one.images).not.toBe(images);
    expect(two.source?.images).toBe(one.images);
  });

  it('stay as they are where they are few, and so does what is no request on images', () => {
    const images = imagesOf(10, (path) => `/x/${path}`);
    expect((packRequest({ images }) as { images: unknown }).images).toBe(images);
    for (const input of [null, 'text', 7, { view: 1 }]) expect(sent(input)).toEqual(input);
  });
});
