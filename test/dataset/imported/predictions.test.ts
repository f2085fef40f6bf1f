import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { matrix } from '../../../src/core/math/matrix.ts';
import { readPredictions } from '../../../src/dataset/imported/predictions.ts';
import { writeNpy } from '../../../src/dataset/npy.ts';
import { put, temporaryFolder } from '../../support/datasets.ts';
import { writeParquet } from '../../support/parquet.ts';

const names = ['a/1.jpg', 'a/2.jpg', 'b/1.jpg'];
const classes = ['dog', 'cat'];

async function read(text: string, file = 'p.csv', list: readonly string[] = classes, images = names) {
  const folder = temporaryFolder();
  put(folder, [file, text]);
  const files = images.map((name) => path.join(folder, name));
  return readPredictions({ file: path.join(folder, file) }, { names: images, files }, list);
}

async function sentence(text: string, list: readonly string[] = classes): Promise<string> {
  const error: unknown = await read(text, 'p.csv', list).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'bad-input', file: expect.stringMatching(/p\.csv$/) });
  return error instanceof Error ? error.message : '';
}

describe('a CSV of probabilities', () => {
  test('gives each image its row, in the order of the class list, summing to 1', async () => {
    const {
      probabilities,
      classes: known,
      notes,
    } = await read('path,p_cat,p_dog,note\na/2.jpg,0.25,0.75,x\na/1.jpg,1,0,\nb/1.jpg,0.4999,0.5,\n');
    expect(known).toEqual(['dog', 'cat']);
    const rows = [0, 1, 0.75, 0.25, 0.5 / 0.9999, 0.4999 / 0.9999];
    expect([...probabilities.data]).toEqual([...Float32Array.from(rows)]);
    expect(notes).toEqual([]);
  });

  test('knows nothing of images without a row, and says which', async () => {
    const { probabilities, match, notes } = await read('path,p_cat,p_dog\na/1.jpg,1,0\n');
    expect([...probabilities.data]).toEqual([0, 1, 0, 0, 0, 0]);
    expect(match).toMatchObject({ matched: 1, missing: ['a/2.jpg', 'b/1.jpg'] });
    expect(notes).toEqual([
      'p.csv says nothing of 2 images (a/2.jpg, b/1.jpg); nothing is known of what they show.',
    ]);
  });

  test('takes a byte order mark, CRLF, quotes, blank lines, and class names of all kinds', async () => {
    const text = '\ufeffpath,"p_a, ""b""",p_Füchse\r\n"a/1.jpg", 0.5 ,5e-1\r\n\r\n';
    const { classes: known } = await read(text, 'p.csv', []);
    expect(known).toEqual(['Füchse', 'a, "b"']);
  });

  test('a folder without labels takes the classes of the file, in the order of their names', async () => {
    const { classes: known, probabilities } = await read('path,p_z,p_b\na/1.jpg,0,1\n', 'p.csv', []);
    expect(known).toEqual(['b', 'z']);
    expect([...probabilities.data.subarray(0, 2)]).toEqual([1, 0]);
  });

  test('may know classes that nothing is labeled with yet, or lack one that is new', async () => {
    const more = await read('path,p_cat,p_dog,p_ape\na/1.jpg,0.2,0.3,0.5\n');
    expect(more.classes).toEqual(['dog', 'cat', 'ape']);
    expect(more.notes).toContain('p.csv knows the class ape, which no image is labeled with yet.');
    const fewer = await read('path,p_cat,p_dog\na/1.jpg,0.2,0.8\n', 'p.csv', ['ape', ...classes]);
    expect(fewer.classes).toEqual(['ape', 'dog', 'cat']);
    expect([...fewer.probabilities.data.subarray(0, 3)]).toEqual([...Float32Array.of(0, 0.8, 0.2)]);
    expect(fewer.notes).toContain('p.csv does not know the class ape, so it gets no probability.');
  });
});

describe('a row is about an image', () => {
  const text = (...paths: string[]): string =>
    `path,p_cat,p_dog\n${paths.map((name, i) => `${name},${i / 10},${1 - i / 10}\n`).join('')}`;
  const rowsOf = async (content: string): Promise<number[]> => [...(await read(content)).match.rowOf];

  test('by its path, with ./ and backslashes too', async () => {
    expect(await rowsOf(text('./b/1.jpg', 'a\\1.jpg', 'a/x/../2.jpg'))).toEqual([1, 2, 0]);
  });

  test('by an absolute path', async () => {
    const folder = temporaryFolder();
    put(folder, ['p.csv', text(path.join(folder, 'b/1.jpg'))]);
    const files = names.map((name) => path.join(folder, name));
    const { match } = await readPredictions({ file: path.join(folder, 'p.csv') }, { names, files }, classes);
    expect([...match.rowOf]).toEqual([-1, -1, 0]);
  });

  test('by the end of its path, where no path leads to an image', async () => {
    const { match, notes } = await read(text('/data/train/b/1.jpg', '/data/train/a/1.jpg', 'C:\\x\\2.jpg'));
    expect([...match.rowOf]).toEqual([1, 2, 0]);
    expect(notes[0]).toBe(
      'The paths in p.csv were matched by their ends, because they lead to no image here.',
    );
  });

  test('relative to the image folder, where labels.csv lies elsewhere', async () => {
    const elsewhere = names.map((name) => `../photos/${name}`);
    const { match } = await read(text('b/1.jpg', 'a/1.jpg'), 'p.csv', classes, elsewhere);
    expect([...match.rowOf]).toEqual([1, -1, 0]);
  });

  test('by its name alone only where one image is called so', async () => {
    expect(await rowsOf(text('1.jpg', '2.jpg'))).toEqual([-1, 1, -1]);
  });

  test('unknown and repeated paths are counted, the first row counts', async () => {
    const { match, notes } = await read(
      text('a/1.jpg', 'gone.jpg', 'a/1.jpg', './a/1.jpg', 'a/2.jpg', 'b/1.jpg'),
    );
    expect([...match.rowOf]).toEqual([0, 4, 5]);
    expect(notes).toEqual([
      '1 row of p.csv is about images that are not here, and left out.',
      '2 rows of p.csv are left out, because an earlier row is about the same image.',
    ]);
  });
});

describe('what is refused, and in which words', () => {
  test.each([
    [
      'path,p_cat,p_dog\na/1.jpg,0.5,0.5\na/2.jpg,0.5,0.6\n',
      'Line 3 of .*p.csv sums to 1.1, not to 1; each row',
    ],
    [
      'path,p_cat,p_dog\na/1.jpg,0.5,0.5\na/2.jpg,-0.5,1.5\n',
      'Line 3 of .* has the negative number -0.5 in column p_cat',
    ],
    ['path,p_cat,p_dog\na/1.jpg,nan,1\n', 'Line 2 of .* has no number in column p_cat'],
    ['path,p_cat,p_dog\na/1.jpg,,1\n', 'Line 2 of .* has no number in column p_cat'],
    ['path,p_cat,p_dog\na/1.jpg,0.5,half\n', 'Line 2 of .* has "half" in the column p_dog'],
    ['path,p_cat,p_dog\na/1.jpg,0.5\n', 'Line 2 of .* has 2 cells, but the first line names 3 columns'],
    ['path,p_cat,p_dog\n,0.5,0.5\n', 'Line 2 of .* has no path'],
    ['path,p_cat,p_dog\n"a/1.jpg,0.5,0.5\n', 'Line 2 of .* opens a quote that is never closed'],
    ['image,p_cat,p_dog\na/1.jpg,0.5,0.5\n', 'has no column path'],
    ['path,cat,dog\na/1.jpg,0.5,0.5\n', 'has no column p_<class>'],
    ['path,p_cat\na/1.jpg,1\n', 'knows one class only'],
    ['path,p_cat,p_owl\na/1.jpg,1,0\n', 'has another class list: it knows owl, which .* lacks dog'],
    [
      'path,p_cat,p_dog\nx.jpg,1,0\n',
      'No row of .* its first row is about x.jpg, and an image here is a/1.jpg',
    ],
    ['path,p_cat,p_dog\n', 'No row of .* it has no rows'],
    ['', 'has no column path'],
  ])('%j', async (text, says) => {
    expect(await sentence(text)).toMatch(new RegExp(`${says}.*\\.$`));
  });

  test('a missing file, a kind of file that is not read, and UTF-16', async () => {
    await expect(readPredictions({ file: '/nowhere/p.csv' }, { names }, classes)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(read('{}', 'p.json')).rejects.toMatchObject({
      message: expect.stringContaining('none of the files that are read: .csv, .parquet and .npy'),
    });
    const file = path.join(temporaryFolder(), 'p.csv');
    writeFileSync(file, Buffer.from('\ufeffpath,p_cat,p_dog\n', 'utf16le'));
    await expect(readPredictions({ file }, { names }, classes)).rejects.toThrow('UTF-16');
  });
});

describe('a .npy of probabilities', () => {
  async function npy(
    rows: readonly number[],
    cols: number,
    list: readonly string[] = classes,
    lines?: string,
  ) {
    const folder = temporaryFolder();
    const file = path.join(folder, 'p.npy');
    await writeNpy(file, matrix(rows.length / cols, cols, Float32Array.from(rows)));
    if (lines !== undefined) put(folder, ['n.txt', lines]);
    const imported = lines === undefined ? { file } : { file, names: path.join(folder, 'n.txt') };
    const files = names.map((name) => path.join(folder, name));
    return readPredictions(imported, { names, files }, list);
  }

  test('has the classes in the order of their names, and says so', async () => {
    const { probabilities, notes } = await npy([1, 0, 0, 1, 0.5, 0.5], 2);
    expect([...probabilities.data]).toEqual([0, 1, 1, 0, 0.5, 0.5]);
    expect(notes).toEqual([
      "p.npy has no names, so its rows were taken in the order of the images' paths.",
      'p.npy names no classes, so its columns were taken in the order of their names: cat, dog.',
    ]);
  });

  test('numbers are ordered by their value, as training code does', async () => {
    const { probabilities } = await npy([0, 0, 1, 0, 0, 1, 0, 0, 1], 3, ['10', '9', '2']);
    expect([...probabilities.data.subarray(0, 3)]).toEqual([1, 0, 0]);
  });

  test('with names its rows may be in any order', async () => {
    const { match } = await npy([1, 0, 0, 1], 2, classes, 'b/1.jpg\na/1.jpg\n');
    expect([...match.rowOf]).toEqual([1, -1, 0]);
  });

  test('is refused where it does not fit', async () => {
    await expect(npy([1, 0], 2)).rejects.toThrow('has 1 rows for 3 images');
    await expect(npy([1, 0, 0, 1], 2, classes, 'a/1.jpg\n')).rejects.toThrow('n.txt has 1 names, but');
    await expect(npy([1, 0, 0, 1, 0, 0, 1, 0, 0], 3)).rejects.toThrow(
      'has 3 columns for the 2 classes cat, dog',
    );
    await expect(npy([1, 0, 0.5, 0.4, 1, 0], 2)).rejects.toThrow(/Row 1 of .*p\.npy sums to 0\.9, not to 1/);
  });
});

describe('a Parquet file of probabilities', () => {
  const columns = {
    path: ['b/1.jpg', 'a/1.jpg', 'a/2.jpg'],
    p_cat: [1, 0.25, 0.5],
    p_dog: [0, 0.75, 0.5],
    other: ['x', 'y', 'z'],
  };

  test.each([
    ['plain', {}],
    ['in row groups', { rowsPerGroup: 2 }],
    ['compressed', { gzip: true }],
  ])('%s', async (_name, options) => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'p.parquet');
    writeParquet(file, columns, options);
    const { probabilities, match } = await readPredictions({ file }, { names }, classes);
    expect([...match.rowOf]).toEqual([1, 2, 0]);
    expect([...probabilities.data]).toEqual([0.75, 0.25, 0.5, 0.5, 0, 1]);
  });

  test('is refused with the row where it is wrong, or when it is none', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'p.parquet');
    writeParquet(file, { ...columns, p_dog: [0, 0.75, 0.9] });
    await expect(readPredictions({ file }, { names }, classes)).rejects.toThrow(/Row 2 of .* sums to 1\.4/);
    writeParquet(file, { ...columns, p_dog: ['x', 'y', 'z'] });
    await expect(readPredictions({ file }, { names }, classes)).rejects.toThrow(
      'row 0 has no number in the column p_dog',
    );
    writeParquet(file, { p_cat: [1], p_dog: [0] });
    await expect(readPredictions({ file }, { names }, classes)).rejects.toThrow('has no column path');
    put(folder, ['p.parquet', 'not parquet at all']);
    await expect(readPredictions({ file }, { names }, classes)).rejects.toThrow('cannot be read as Parquet');
  });
});
