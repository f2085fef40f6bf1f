import path from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sizeReader } from '../../../src/dataset/formats/imageSize.ts';
import { put, temporaryFolder } from '../../support/datasets.ts';

const blank = { create: { width: 37, height: 23, channels: 3, background: 'red' } } as const;

it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('reads the header of %s', async (format) => {
  const file = path.join(temporaryFolder(), `a.${format}`);
  await sharp(blank).toFormat(format).toFile(file);
  expect(await (await sizeReader())(file)).toEqual({ width: 37, height: 23 });
});

it('reads it behind a large profile, and before any rotation', async () => {
  const file = path.join(temporaryFolder(), 'a.jpg');
  const description = 'x'.repeat(60_000);
  await sharp(blank)
    .withExif({ IFD0: { ImageDescription: description } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(file);
  expect(await (await sizeReader())(file)).toEqual({ width: 37, height: 23 });
});

it('knows no size of what is no image, is cut short, or is not there', async () => {
  const folder = temporaryFolder();
  const png = await sharp(blank).png().toBuffer();
  put(folder, 'text.png', ['empty.png', '']);
  const read = await sizeReader();
  for (const name of ['text.png', 'empty.png', 'none.png', '.'])
    expect(await read(path.join(folder, name))).toBeUndefined();
  put(folder, ['cut.png', png.subarray(0, 12).toString('latin1')]);
  expect(await read(path.join(folder, 'cut.png'))).toBeUndefined();
});
