import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { checkImport } from '../../../src/dataset/imported/check.ts';
import { readClusters } from '../../../src/dataset/imported/clusters.ts';
import { matchEmbeddings, readEmbeddingMatrix } from '../../../src/dataset/imported/embeddings.ts';
import { readScores } from '../../../src/dataset/imported/scores.ts';
import { writeNpy } from '../../../src/dataset/npy.ts';
import { open, put, temporaryFolder } from '../../support/datasets.ts';
import { writeParquet } from '../../support/parquet.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];

function imported(name: string, text: string) {
  const folder = temporaryFolder();
  put(folder, [name, text]);
  return { file: path.join(folder, name) };
}

describe('scores', () => {
  test('are numbers by path; an empty cell and a missing image have none, and are named', async () => {
    const { scores, notes } = await readScores(imported('s.csv', 'path,score\nc.jpg,-2.5\na.jpg,\n'), {
      names,
    });
    expect([...scores]).toEqual([Number.NaN, Number.NaN, -2.5]);
    expect(notes).toEqual(['2 images have no score in s.csv (a.jpg, b.jpg).']);
  });

  test('may be a .npy in pool order, floats or integers', async () => {
    const file = path.join(temporaryFolder(), 's.npy');
    await writeNpy(file, matrix(3, 1, Float32Array.of(3, 1, 2)));
    expect([...(await readScores({ file }, { names })).scores]).toEqual([3, 1, 2]);
    await writeNpy(file, matrix(3, 2));
    await expect(readScores({ file }, { names })).rejects.toThrow('has 2 numbers per row');
  });

  test('need a column score with numbers', async () => {
    await expect(readScores(imported('s.csv', 'path,loss\na.jpg,1\n'), { names })).rejects.toThrow(
      'no column score',
    );
    await expect(readScores(imported('s.csv', 'path,score\na.jpg,\n'), { names })).rejects.toThrow(
      'no number for any image',
    );
  });
});

describe('clusters', () => {
  test('are ids by path, or 64-bit ids of a Parquet file', async () => {
    const { clusters, notes } = await readClusters(imported('c.csv', 'path,cluster\nb.jpg,7\na.jpg,0\n'), {
      names,
    });
    expect([...clusters]).toEqual([0, 7, -1]);
    expect(notes).toEqual(['1 image has no cluster in c.csv (c.jpg).']);
    const file = path.join(temporaryFolder(), 'c.parquet');
    writeParquet(file, { path: names, cluster: [5n, 6n, 5n] });
    expect([...(await readClusters({ file }, { names })).clusters]).toEqual([5, 6, 5]);
  });

  test('are whole numbers', async () => {
    await expect(readClusters(imported('c.csv', 'path,cluster\na.jpg,1.5\n'), { names })).rejects.toThrow(
      /c\.csv has the cluster id 1\.5 in line 2/,
    );
    await expect(readClusters(imported('c.csv', 'path,group\na.jpg,1\n'), { names })).rejects.toThrow(
      'no column cluster',
    );
  });
});

describe('embeddings', () => {
  test('of a Parquet file are its column of lists, matched by path', async () => {
    const file = path.join(temporaryFolder(), 'e.parquet');
    const rows = [Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5, 6)];
    writeParquet(
      file,
      { path: ['c.jpg', 'x.jpg', 'a.jpg'], embedding: rows },
      { rowsPerGroup: 2, gzip: true },
    );
    const { match, notes } = await matchEmbeddings({ file }, { names });
    expect([...match.rowOf]).toEqual([2, -1, 0]);
    expect(notes).toEqual([
      '1 row of e.parquet is about images that are not here, and left out.',
      '1 image has no embedding in e.parquet and cannot be chosen (b.jpg).',
    ]);
    expect(await readEmbeddingMatrix(file)).toEqual(matrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6)));
  });

  test('are of one length, in one column', async () => {
    const file = path.join(temporaryFolder(), 'e.parquet');
    writeParquet(file, { path: ['a', 'b'], embedding: [Float32Array.of(1, 2), Float32Array.of(3)] });
    await expect(readEmbeddingMatrix(file)).rejects.toThrow(
      'row 1 has 1 numbers in the column embedding, but row 0 has 2',
    );
    writeParquet(file, { path: ['a', 'b'], score: [1, 2] });
    await expect(readEmbeddingMatrix(file)).rejects.toThrow(
      'has 0 columns of lists and none is called embedding',
    );
  });
});

test('checking a file says what it would do for a folder, and reads it as the engine does', async () => {
  const folder = temporaryFolder();
  put(
    folder,
    ...names,
    ['labels.csv', 'path,label\na.jpg,cat\n'],
    ['p.csv', 'path,p_cat,p_dog\na.jpg,1,0\nb.jpg,0,1\n'],
  );
  const dataset = await open(folder);
  const summary = await checkImport('predictions', { file: path.join(folder, 'p.csv') }, dataset);
  expect(summary).toEqual({
    matched: 2,
    missing: ['c.jpg'],
    classes: ['cat', 'dog'],
    notes: [
      'p.csv says nothing of 1 image (c.jpg); nothing is known of what they show.',
      'p.csv knows the class dog, which no image is labeled with yet.',
    ],
  });
  await expect(
    checkImport('embeddings', { file: path.join(folder, 'p.csv') }, dataset),
  ).rejects.toMatchObject({
    code: 'bad-input',
  });
});
