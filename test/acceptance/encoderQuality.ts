import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEmbeddings } from '../../src/dataset/embeddings.ts';
import { readNpyMatrix } from '../../src/dataset/npy.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { listImages, unpack } from '../support/imageSets.ts';
import { report, skip } from '../support/measurement.ts';

// Leave-one-out 1-NN of the built-in encoder through our own decoding: its model card says 0.713.

async function run(folder: string): Promise<void> {
  const images = listImages(folder);
  const cache = mkdtempSync(path.join(tmpdir(), 'quality-cache-'));
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  const call = { signal: new AbortController().signal, progress: () => undefined };
  const { encoder } = await engine.embed(
    { images, cache, encoder: { model: 'builtin' }, thumbnails: false },
    call,
  );
  await engine.close();
  const stored = path.join(cache, 'embeddings', encoder.key);
  const index = await readEmbeddings(stored);
  const { data: shard, cols } = await readNpyMatrix(path.join(stored, '0000.npy'));
  const data = new Float32Array(images.length * cols);
  for (const [i, image] of images.entries()) {
    const content = index.contentOf(index.hashOf(image) ?? '');
    if (content?.kind !== 'row' || content.shard !== 0)
      throw new Error(`${image.path} is not in the first shard.`);
    data.set(shard.subarray(content.row * cols, (content.row + 1) * cols), i * cols);
  }
  const matrix = { data, rows: images.length, cols };
  // Rows have length 1, so the nearest by distance is the nearest by cosine.
  const { indices } = await createKernels({ threads: 2 }).nearest(matrix, matrix, 1, { excludeSelf: true });
  const classOf = (i: number): string => path.dirname(images[i].path);
  const right = images.filter((_, i) => classOf(indices[i]) === classOf(i)).length;
  const share = right / images.length;
  report({
    item: 'built-in encoder: leave-one-out 1-NN on caltech101-40',
    value: Math.round(share * 1e4) / 1e4,
    unit: `share of ${images.length} images`,
    target: '0.713 +- 0.02 (model card)',
    pass: Math.abs(share - 0.713) <= 0.02,
  });
}

const folder = unpack('images/caltech101-40.tar');
if (folder === undefined) skip('built-in encoder quality', 'the data folder is absent (NEXT_BATCH_DATA)');
else void run(folder);
