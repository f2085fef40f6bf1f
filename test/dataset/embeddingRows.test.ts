import path from 'node:path';
import { expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.ts';
import { embeddingRows, storedEmbeddings } from '../../src/dataset/embeddingRows.ts';
import { openEmbeddings } from '../../src/dataset/embeddingWriter.ts';
import { temporaryFolder } from '../support/datasets.ts';

it('gives the rows of several shards in the order of the images, whatever the order they were embedded in', async () => {
  const cache = temporaryFolder();
  const images = Array.from({ length: 9000 }, (_, i) => ({
    path: `${String(i).padStart(5, '0')}.jpg`,
    file: `/none/${i}.jpg`,
    size: i,
    mtimeMs: 1,
  }));
  const folder = path.join(cache, 'embeddings/some');
  const writer = await openEmbeddings(folder, 2, { signal: new AbortController().signal });
  for (const i of createRng(0).permutation(images.length))
    if (i % 10 !== 3) writer.addRow(images[i], String(i), Float32Array.of(i, -i), false);
  await writer.close();
  const [stored] = await storedEmbeddings(cache, images);
  const parts: Float32Array[] = [];
  for await (const part of embeddingRows(stored)) parts.push(part);
  const expected = images.filter((_, i) => i % 10 !== 3);
  expect(stored.images).toEqual(expected);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flatMap((part) => [...part])).toEqual(expected.flatMap(({ size }) => [size, -size]));
});
