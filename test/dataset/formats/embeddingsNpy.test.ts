import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { embeddingsNpy } from '../../../src/dataset/formats/embeddingsNpy.ts';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import type { Exported, SplitRequest } from '../../../src/dataset/formats/format.ts';
import { readNpyIds, readNpyMatrix } from '../../../src/dataset/npy.ts';
import type { Dataset } from '../../../src/dataset/types.ts';
import { open, put, read, temporaryFolder } from '../../support/datasets.ts';
import { embedPretending } from '../../support/pretendedEmbeddings.ts';

async function labeled(): Promise<Dataset> {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b/longer name.jpg', 'c.jpg', 'd.jpg');
  const dataset = await open(folder);
  await dataset.act([
    { kind: 'class-add', name: 'dog' },
    { kind: 'label', path: 'c.jpg', label: 'cat' },
    { kind: 'label', path: 'a.jpg', label: 'dog' },
  ]);
  return dataset;
}

async function exported(
  dataset: Dataset,
  split?: SplitRequest,
): Promise<{ readonly to: string; readonly done: Exported }> {
  const to = path.join(temporaryFolder(), 'out');
  const done = await exportLabels(embeddingsNpy, { dataset, to, images: 'copy', ...(split && { split }) });
  return { to, done };
}

it('writes a row per embedded image in pool order, its name, and its class or -1', async () => {
  const dataset = await labeled();
  await embedPretending(dataset);
  const { to } = await exported(dataset, { by: 'stratified', fraction: 0.4, seed: 0 });
  const { data, rows, cols } = await readNpyMatrix(path.join(to, 'embeddings.npy'));
  expect([rows, cols]).toEqual([4, 3]);
  expect([...data]).toEqual(dataset.images.flatMap(({ size }, row) => [row, size, 1]));
  expect(read(to, 'names.txt')).toBe('a.jpg\nb/longer name.jpg\nc.jpg\nd.jpg\n');
  expect([...(await readNpyIds(path.join(to, 'labels.npy')))]).toEqual([0, -1, 1, -1]);
  expect(read(to, 'classes.txt')).toBe('dog\ncat\n');
  expect(read(to, 'split.txt')).toBe('train\n\ntrain\n\n');
});

it('is what NumPy reads', async () => {
  const dataset = await labeled();
  await embedPretending(dataset);
  const { to } = await exported(dataset);
  const script =
    'import numpy as np; x = np.load("embeddings.npy"); y = np.load("labels.npy"); print(x.dtype, x.shape, x[1].tolist(), y.dtype, y.tolist())';
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script], { cwd: to, encoding: 'utf8' });
  if (status === null || stderr.includes('No module named'))
    return console.log('Skipped: there is no python3 with NumPy.');
  expect(stdout.trim()).toBe('float32 (4, 3) [1.0, 17.0, 1.0] int32 [0, -1, 1, -1]');
});

it('says what to do where nothing is embedded, and leaves nothing behind', async () => {
  const dataset = await labeled();
  await expect(exported(dataset)).rejects.toMatchObject({
    code: 'needs-input',
    message: expect.stringContaining('run Embed Folder'),
  });
});

it('leaves out what is not embedded yet, counts it, and says so', async () => {
  const dataset = await labeled();
  await embedPretending(dataset, 'one', (name) => name !== 'a.jpg');
  const { to, done } = await exported(dataset);
  expect(done.count).toBe(1);
  expect(done.problems).toMatchObject([
    { message: expect.stringMatching(/^1 labeled image has no embedding yet.*a\.jpg/) },
  ]);
  expect(read(to, 'names.txt')).toBe('b/longer name.jpg\nc.jpg\nd.jpg\n');
});

it('takes the encoder that has embedded most, and says that there are others', async () => {
  const dataset = await labeled();
  await embedPretending(dataset, 'a small one', (name) => name === 'a.jpg');
  await embedPretending(dataset, 'the other');
  const { to, done } = await exported(dataset);
  expect(JSON.parse(read(to, 'info.json'))).toEqual({ encoder: 'the other', rows: 4, dimensions: 3 });
  expect(done.problems).toMatchObject([{ message: expect.stringContaining('2 encoders') }]);
});
