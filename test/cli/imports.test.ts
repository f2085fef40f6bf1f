import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { matrix } from '../../src/core/math/matrix.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, read, temporaryFolder } from '../support/datasets.ts';
import { writeParquet } from '../support/parquet.ts';
import { paintPictures } from '../support/pictures.ts';
import { normalMatrix } from '../support/syntheticData.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

async function run(folder: string, ...words: string[]) {
  const { out, err, code } = await cli([...words, '--json'], { directory: folder });
  return { document: JSON.parse(out), err, code };
}

const pathsOf = (document: { picks: { path: string }[] }): string[] =>
  document.picks.map((pick) => pick.path);

/** Twelve pictures, two of them labeled; predictions that are sure of all but a/04 and b/07. */
async function labeledFolder(): Promise<string> {
  const folder = temporaryFolder();
  const names = await paintPictures(folder, 12);
  put(folder, ['labels.csv', 'path,label\na/00.png,cat\nb/01.png,dog\n'], ['p.csv', predictions(names)]);
  return folder;
}

function predictions(names: readonly string[]): string {
  const unsure = new Map([
    ['a/04.png', 0.5],
    ['b/07.png', 0.6],
  ]);
  const rows = names.map((name) => {
    const cat = unsure.get(name) ?? 0.99;
    return `${name},${cat},${(1 - cat).toFixed(2)}`;
  });
  return `path,p_cat,p_dog\n${rows.join('\n')}\n`;
}

describe('predictions of the person’s own', () => {
  test('rank the images, without an encoder or labels, and the reasons name the file', async () => {
    const folder = await labeledFolder();
    const { document, err } = await run(
      folder,
      ...[
        'select',
        '--selector',
        'least-confidence',
        '--param',
        'diversity=none',
        '--probabilities',
        'p.csv',
        '--budget',
        '2',
      ],
    );
    expect(err).toBe('');
    expect(pathsOf(document).sort()).toEqual(['a/04.png', 'b/07.png']);
    for (const pick of document.picks) expect(pick.reason.text).toContain('p.csv');
    expect(document.classes).toEqual(['cat', 'dog']);
    expect(document.inputs.predictions).toMatch(/^[0-9a-f]{64}$/);
    expect(document.imports).toEqual({ predictions: { file: path.join(folder, 'p.csv') } });
  });

  test('replay uses them again, and exits with 3 when the file says something else', async () => {
    const folder = await labeledFolder();
    const words = ['--selector', 'margin', '--probabilities', 'p.csv', '--budget', '2', '--balance', 'class'];
    await run(folder, 'select', ...words);
    const manifest = '.next-batch/batches/0001.json';
    expect((await run(folder, 'replay', manifest)).code).toBe(0);
    put(folder, ['p.csv', read(folder, 'p.csv').replace('0.5,0.50', '0.9,0.10')]);
    const { err, code } = await run(folder, 'replay', manifest);
    expect(err).toMatch(/The predictions of .*0001\.json are not the same: .*p\.csv says something else now/);
    expect(code).toBe(3);
  });

  test('in any format give the same batch', async () => {
    const folder = await labeledFolder();
    const rows = read(folder, 'p.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const [names, cats, dogs] = [0, 1, 2].map((i) => rows.map((row) => row[i]));
    writeParquet(path.join(folder, 'p.parquet'), {
      path: names,
      p_cat: cats.map(Number),
      p_dog: dogs.map(Number),
    });
    const values = rows.flatMap((row) => [Number(row[1]), Number(row[2])]);
    await writeNpy(path.join(folder, 'p.npy'), matrix(rows.length, 2, Float32Array.from(values)));
    put(folder, ['n.txt', names.join('\n')]);
    const picks = async (...words: string[]): Promise<string[]> =>
      pathsOf(
        (await run(folder, 'select', '--selector', 'margin', '--budget', '4', '--probabilities', ...words))
          .document,
      );
    const first = await picks('p.csv');
    expect(await picks('p.parquet')).toEqual(first);
    expect(await picks('p.npy', '--names', 'n.txt')).toEqual(first);
    expect(await picks('p.npy')).toEqual(first);
  });
});

describe('embeddings of the person’s own', () => {
  test('take the place of the encoder; images without a row are left out and told', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 10);
    const embeddings = normalMatrix(9, 4, 1);
    await writeNpy(path.join(folder, 'x.npy'), embeddings);
    put(folder, ['n.txt', names.slice(0, 9).reverse().join('\n')]);
    const { document, err } = await run(
      folder,
      ...[
        'select',
        '.',
        '--embeddings',
        'x.npy',
        '--names',
        'n.txt',
        '--selector',
        'k-center',
        '--budget',
        '20',
      ],
    );
    expect(pathsOf(document).sort()).toEqual(names.slice(0, 9));
    expect(document.notes).toContain('The embeddings of x.npy were used instead of the encoder.');
    expect(err).toContain(`1 image has no embedding in x.npy and cannot be chosen (${names[9]}).`);
    expect(existsSync(path.join(folder, '.next-batch/cache/embeddings'))).toBe(false);
    expect((await run(folder, 'replay', '.next-batch/batches/0001.json')).code).toBe(0);
    embeddings.data[0] += 1;
    await writeNpy(path.join(folder, 'x.npy'), embeddings);
    expect((await run(folder, 'replay', '.next-batch/batches/0001.json')).code).toBe(3);
  });

  test('may be a Parquet file, with a folder or without', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 6);
    const rows = names.map((_, i) => Float32Array.of(i === 5 ? 90 : i, 1));
    writeParquet(path.join(folder, 'x.parquet'), { path: names, embedding: rows });
    const words = ['--embeddings', 'x.parquet', '--selector', 'k-center', '--budget', '3'];
    const alone = pathsOf((await run(folder, 'select', ...words)).document);
    expect(alone).toContain(names[5]);
    expect(pathsOf((await run(folder, 'select', '.', ...words)).document)).toEqual(alone);
  });
});

test('scores and clusters may be named too', async () => {
  const folder = await labeledFolder();
  const rows = (await paintPictures(folder, 12)).map((name, i) => `${name},${i}`).join('\n');
  put(folder, ['s.csv', `path,score\n${rows}\n`], ['c.csv', `path,cluster\n${rows}\n`]);
  const scored = await run(folder, 'select', '--selector', 'pt4al', '--scores', 's.csv', '--budget', '2');
  expect(scored.document.inputs.scores).toMatch(/^[0-9a-f]{64}$/);
  const unscored = await run(folder, 'select', '--selector', 'pt4al');
  expect(unscored.err).toMatch(/needs a score per image; import scores/);
  const grouped = await run(folder, 'select', '--clusters', 'c.csv', '--max-per-group', '1', '--budget', '4');
  expect(grouped.document.picks).toHaveLength(4);
});

describe('import', () => {
  test('has the folder use a file from now on, a flag wins, and --remove ends it', async () => {
    const folder = await labeledFolder();
    const { document } = await run(folder, 'import', 'predictions', 'p.csv');
    expect(document).toMatchObject({
      kind: 'predictions',
      matched: 12,
      missing: [],
      classes: ['cat', 'dog'],
    });
    expect(JSON.parse(read(folder, '.next-batch/imports.json'))).toEqual({ predictions: { file: 'p.csv' } });
    const words = ['select', '--selector', 'least-confidence', '--param', 'diversity=none', '--budget', '1'];
    expect(pathsOf((await run(folder, ...words)).document)).toEqual(['a/04.png']);
    put(folder, ['q.csv', read(folder, 'p.csv').replace('0.5,0.50', '0.99,0.01')]);
    expect(pathsOf((await run(folder, ...words, '--probabilities', 'q.csv')).document)).toEqual(['b/07.png']);
    const { out } = await cli(['import', 'predictions', '--remove'], { directory: folder });
    expect(out).toBe(`${folder} uses no predictions of your own any more.\n`);
    expect((await run(folder, ...words)).document.inputs).not.toHaveProperty('predictions');
  });

  test('a file that is not right changes nothing', async () => {
    const folder = await labeledFolder();
    await run(folder, 'import', 'predictions', 'p.csv');
    const before = readFileSync(path.join(folder, '.next-batch/imports.json'));
    put(folder, ['bad.csv', 'path,p_cat,p_dog\na/00.png,0.5,0.1\n']);
    const { err, code } = await run(folder, 'import', 'predictions', 'bad.csv');
    expect(err).toMatch(/Line 2 of .*bad\.csv sums to 0\.6, not to 1/);
    expect(code).toBe(1);
    expect(readFileSync(path.join(folder, '.next-batch/imports.json'))).toEqual(before);
  });
});
