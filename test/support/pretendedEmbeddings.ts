import path from 'node:path';
import { openEmbeddings } from '../../src/dataset/embeddingWriter.ts';
import type { Dataset } from '../../src/dataset/types.ts';

/** Columns of what is pretended. */
export const pretendedWidth = 3;

/** Puts an embedding for every image (or those given) into the cache of a dataset: [row, size, 1]. */
export async function embedPretending(
  { images, paths }: Pick<Dataset, 'images' | 'paths'>,
  encoder = 'pretended',
  isEmbedded: (name: string) => boolean = () => true,
): Promise<void> {
  const folder = path.join(paths.cache, 'embeddings', encoder);
  const writer = await openEmbeddings(folder, pretendedWidth, { signal: new AbortController().signal });
  for (const [row, image] of images.entries())
    if (isEmbedded(image.path))
      writer.addRow(image, `hash of ${image.path}`, Float32Array.of(row, image.size, 1), false);
  await writer.close();
}
