import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { npyHeader, writeNpy } from '../../src/dataset/npy.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, read, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

async function json(words: readonly string[], directory: string) {
  const { out, err, code } = await cli([...words, '--json'], { directory });
  expect(err).not.toMatch(/wrong/);
  expect(code).toBe(0);
  return JSON.parse(out);
}

/** Six points on a line, two of them far off. */
function writePoints(folder: string, name = 'x.npy'): void {
  const values = Float32Array.from([0, 1, 2, 3, 40, 90]);
  writeFileSync(path.join(folder, name), Buffer.concat([npyHeader(6, 1), Buffer.from(values.buffer)]));
}

const pathsOf = (document: { picks: { path: string }[] }): string[] =>
  document.picks.map((pick) => pick.path);

describe('an image folder', () => {
  test('the document has every key, and the manifest is the one in the folder', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 8);
    const document = await json(['select', '--budget', '3', '--selector', 'k-center'], folder);
    expect(document).toMatchObject({
      selector: 'k-center',
      seed: 0,
      shortfall: 0,
      settings: { batchSize: 3, selector: 'k-center', encoder: 'builtin' },
      version: '1.2.3',
      manifest: path.join(folder, '.next-batch/batches/0001.json'),
    });
    expect(document.params).toHaveProperty('metric');
    expect(document.seconds).toBeGreaterThan(0);
    for (const input of ['embeddings', 'labels', 'pool'])
      expect(document.inputs[input]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(pathsOf(document)).size).toBe(3);
    for (const { index, path: name, score, reason } of document.picks) {
      expect(names[index]).toBe(name);
      expect(score).toEqual(expect.any(Number));
      expect(reason.text).not.toBe('');
    }
    const manifest = JSON.parse(readFileSync(document.manifest, 'utf8'));
    expect(manifest.picks).toEqual(document.picks);
    expect(manifest).toMatchObject({ poolSize: 8, budget: 3, version: '1.2.3', inputs: document.inputs });
    expect(manifest.encoder.dimensions).toBe(256);
  });

  test('the same seed gives the same picks, another one others', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 30);
    const pick = async (seed: string) =>
      pathsOf(await json(['select', '--selector', 'random', '--seed', seed], folder));
    expect(await pick('3')).toEqual(await pick('3'));
    expect(await pick('3')).not.toEqual(await pick('4'));
  });

  test('labeled and skipped images are never picked, and the table says what is left', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 5);
    put(folder, ['labels.csv', 'path,label,state\na/00.png,x,\na/02.png,,skip\n']);
    const { out, code } = await cli(['select', '--selector', 'random'], { directory: folder });
    expect(code).toBe(0);
    expect(out).toContain('Chose all 3 that are left of the 20 asked for out of 5');
    expect(out).not.toMatch(/a\/0[02]\.png/);
    for (const name of ['a/04.png', 'b/01.png', 'b/03.png']) expect(out).toContain(name);
  });

  test('--within picks only from what matches; --labels replaces labels.csv and is left as it is', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 6);
    put(
      folder,
      ['labels.csv', 'path,label\nb/01.png,x\n'],
      ['other.csv', 'path,label\na/00.png,y\nnot/there.png,y\n'],
    );
    const { out, err } = await cli(
      ['select', '--selector', 'random', '--within', 'a/**', '--labels', 'other.csv', '--json'],
      { directory: folder },
    );
    expect(pathsOf(JSON.parse(out)).sort()).toEqual(['a/02.png', 'a/04.png']);
    expect(err).toMatch(/1 of the 2 rows of .*other\.csv are not in the pool/);
    expect(read(folder, 'other.csv')).toBe('path,label\na/00.png,y\nnot/there.png,y\n');
    expect(read(folder, 'labels.csv')).toBe('path,label\nb/01.png,x\n');
  });

  test('an unreadable file is told and never picked', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 3);
    put(folder, ['a/broken.jpg', 'not a picture']);
    const document = await json(['select', '--selector', 'k-center'], folder);
    expect(document.picks).toHaveLength(3);
    expect(document.unreadable).toEqual([{ path: 'a/broken.jpg', reason: expect.stringMatching(/\.$/) }]);
  });
});

describe('embeddings from files', () => {
  test('need no folder; rows are named by their numbers', async () => {
    const folder = temporaryFolder();
    writePoints(folder);
    const document = await json(
      [
        'select',
        '--embeddings',
        'x.npy',
        '--selector',
        'k-center',
        '--param',
        'first=index0',
        '--budget',
        '3',
      ],
      folder,
    );
    expect(pathsOf(document)).toEqual(['0', '5', '4']);
    expect(document.params).toMatchObject({ first: 'index0' });
    expect(document.manifest).toBeNull();
    expect(existsSync(path.join(folder, '.next-batch'))).toBe(false);
  });

  test('--names names them, --labels says which are labeled, --manifest keeps the batch', async () => {
    const folder = temporaryFolder();
    writePoints(folder);
    put(folder, ['n.txt', 'a\nb\nc\nd\ne\nf\n'], ['l.csv', 'path,label\nf,far\n']);
    const words = [
      'select',
      '--embeddings',
      'x.npy',
      '--names',
      'n.txt',
      '--labels',
      'l.csv',
      '--manifest',
      'm.json',
    ];
    const document = await json([...words, '--selector', 'k-center', '--budget', '2'], folder);
    expect(pathsOf(document)).toEqual(['a', 'e']);
    expect(JSON.parse(read(folder, 'm.json'))).toMatchObject({
      labeled: [{ index: 5, path: 'f', class: 0 }],
    });
    expect((await cli(['replay', 'm.json'], { directory: folder })).code).toBe(0);
  });
});

describe('features of relations without a folder', () => {
  test('are learned from labels alone; without any, a note says that they are the embeddings', async () => {
    const folder = temporaryFolder();
    const { points, cluster } = clusteredMatrix(60, 8, 3, 1, 0.4);
    await writeNpy(path.join(folder, 'x.npy'), points);
    const words = ['select', '--embeddings', 'x.npy', '--selector', 'k-center', '--budget', '5'];
    const learned = [...words, '--features', 'relations'];
    expect((await json(learned, folder)).notes[0]).toMatch(/distances are those of the embeddings\.$/);
    const rows = Array.from({ length: 30 }, (_, row) => `${row},${cluster[row]}\n`);
    put(folder, ['l.csv', `path,label\n${rows.join('')}`]);
    const plain = await json([...words, '--labels', 'l.csv'], folder);
    const document = await json([...learned, '--labels', 'l.csv', '--manifest', 'm.json'], folder);
    expect(document.notes).toEqual([]);
    expect(document.inputs.embeddings).toBe(plain.inputs.embeddings);
    expect(pathsOf(document)).not.toEqual(pathsOf(plain));
    expect((await cli(['replay', 'm.json'], { directory: folder })).code).toBe(0);
  });

  test('of rows with one number, all alike, fail no batch', async () => {
    const folder = temporaryFolder();
    writePoints(folder);
    put(folder, ['l.csv', 'path,label\n1,a\n5,b\n']);
    const words = ['select', '--embeddings', 'x.npy', '--labels', 'l.csv', '--features', 'relations'];
    expect(pathsOf(await json([...words, '--selector', 'k-center', '--budget', '3'], folder))).toHaveLength(
      3,
    );
  });
});

describe('settings', () => {
  test('come from flags, then the nearest .vscode/settings.json, then defaults', async () => {
    const folder = temporaryFolder();
    await paintPictures(path.join(folder, 'images'), 9);
    put(folder, ['.vscode/settings.json', '{ "nextBatch.batchSize": 4, "nextBatch.selector": "random" }']);
    const own = await json(['select', 'images'], folder);
    expect(own.picks).toHaveLength(4);
    expect(own.selector).toBe('random');
    expect((await json(['select', 'images', '--budget', '2'], folder)).picks).toHaveLength(2);
  });

  test('those that load a model are ignored, and told, unless --trust is given', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 3);
    put(folder, ['.vscode/settings.json', '{ "nextBatch.encoder": "evil.onnx" }']);
    const words = ['select', '--selector', 'k-center', '--budget', '1'];
    const plain = await cli(words, { directory: folder });
    expect(plain.code).toBe(0);
    expect(
      plain.err.match(/sets nextBatch\.encoder, which can load foreign code, so it is ignored/g),
    ).toHaveLength(1);
    const trusted = await cli([...words, '--trust'], { directory: folder });
    expect(trusted.err).toMatch(/evil\.(onnx|json)/);
    expect(trusted.code).toBe(1);
  });
});

test('a signal that has fired cancels with exit code 130', async () => {
  const folder = temporaryFolder();
  await paintPictures(folder, 3);
  const controller = new AbortController();
  controller.abort();
  const { code, err } = await cli(['select'], { directory: folder, signal: controller.signal });
  expect(code).toBe(130);
  expect(err).toBe('Cancelled.\n');
});

test('a folder may be named by a relative path', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'x'));
  await paintPictures(path.join(folder, 'x/images'), 2);
  expect(
    (await json(['select', '../x/images', '--selector', 'random'], path.join(folder, 'x'))).picks,
  ).toHaveLength(2);
});
