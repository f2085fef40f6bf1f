import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

async function blobs(): Promise<string> {
  const folder = temporaryFolder();
  const { points } = clusteredMatrix(60, 6, 3, 1, 0.2);
  points.data.fill(0, 6, 12);
  await writeNpy(path.join(folder, 'x.npy'), points);
  return folder;
}

function read(folder: string, file: string): readonly (readonly string[])[] {
  const lines = readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(','));
}

const words = ['map', '--embeddings', 'x.npy', '--out', 'map.csv'];

describe('map', () => {
  test('writes path, x, y and cluster of the rows that have an embedding', async () => {
    const folder = await blobs();
    const { code, out } = await cli([...words, '--k', '3'], { directory: folder });
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^A map of 59 images in \d+\.\d s, 3 clusters: .*map\.csv; 1 have no embedding and are left out\.\n$/,
      ),
    ]);
    const [header, ...rows] = read(folder, 'map.csv');
    expect(header).toEqual(['path', 'x', 'y', 'cluster']);
    expect(rows.map(([name]) => name)).toEqual([...Array(60).keys()].filter((row) => row !== 1).map(String));
    expect(rows.every(([, x, y]) => Number.isFinite(Number(x)) && Number.isFinite(Number(y)))).toBe(true);
    expect(new Set(rows.map(([, , , cluster]) => cluster))).toEqual(new Set(['0', '1', '2']));
  });

  test('writes the clusters for select and for training code, and the same again for the same seed', async () => {
    const folder = await blobs();
    await cli([...words, '--clusters-out', 'clusters.csv'], { directory: folder });
    const first = read(folder, 'map.csv');
    const clusters = read(folder, 'clusters.csv');
    expect(clusters).toEqual(first.map(([name, , , cluster]) => [name, cluster]));
    await cli(words, { directory: folder });
    expect(read(folder, 'map.csv')).toEqual(first);
    await cli([...words, '--seed', '1', '--k', '2'], { directory: folder });
    expect(read(folder, 'map.csv')).not.toEqual(first);
    const select = [
      'select',
      '--embeddings',
      'x.npy',
      '--clusters',
      'clusters.csv',
      '--selector',
      'typiclust',
    ];
    expect((await cli([...select, '--budget', '3'], { directory: folder })).code).toBe(0);
  });

  test('is one document with --json', async () => {
    const folder = await blobs();
    const { out } = await cli([...words, '--method', 'pca', '--json'], { directory: folder });
    expect(JSON.parse(out)).toMatchObject({
      out: path.join(folder, 'map.csv'),
      clustersOut: null,
      images: 60,
      placed: 59,
      method: 'pca',
      seed: 0,
      isCached: false,
      version: '1.2.3',
    });
  });

  test('embeds the images of a folder, and takes the map from the cache the next time', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 8);
    const first = await cli(['map', '.', '--out', 'map.csv', '--json'], { directory: folder });
    expect(JSON.parse(first.out)).toMatchObject({ images: 8, placed: 8, isCached: false, method: 'umap' });
    expect(
      read(folder, 'map.csv')
        .slice(1)
        .map(([name]) => name),
    ).toEqual([...names].sort());
    const again = await cli(['map', '.', '--out', 'map.csv', '--json'], { directory: folder });
    expect(JSON.parse(again.out).isCached).toBe(true);
    const cleared = await cli(['cache', 'clear', '.', '--json'], { directory: folder });
    expect(JSON.parse(cleared.out).cleared.files).toBeGreaterThan(2);
    const anew = await cli(['map', '.', '--out', 'map.csv', '--json'], { directory: folder });
    expect(JSON.parse(anew.out).isCached).toBe(false);
  });

  test('replaces only what it wrote itself', async () => {
    const folder = await blobs();
    put(folder, ['map.csv', 'path,label\n1,a\n']);
    const { code, err } = await cli(words, { directory: folder });
    expect(code).toBe(1);
    expect(err).toMatch(/map\.csv is there already and no table of ours; name another file\.\n$/);
    expect(read(folder, 'map.csv')).toEqual([
      ['path', 'label'],
      ['1', 'a'],
    ]);
  });

  test('says which word is wrong before it does anything', async () => {
    const directory = await blobs();
    const errorOf = async (...more: string[]): Promise<string> => {
      const { code, err } = await cli([...words, ...more], { directory });
      expect(code).toBe(2);
      return err;
    };
    expect((await cli(['map'], { directory })).err).toContain('--out is missing');
    expect(await errorOf('--method', 'tsne')).toContain('--method is "tsne"; it must be one of umap, pca.');
    expect(await errorOf('--neighbors', '1')).toContain('it must be a whole number from 2 to 200');
    expect(await errorOf('--min-distance', '2')).toContain('it must be a number from 0 to 1');
    expect(await errorOf('--k', 'many')).toContain('--k is "many"');
    expect(await errorOf('--k', '1001')).toContain('it must be a whole number from 1 to 1000, or auto');
    expect(await errorOf('--clusters-out', './map.csv')).toContain('give each its own');
  });

  test('embeds nothing for a table that cannot be written', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 8);
    put(folder, ['labels.bak.csv', 'path,label\n']);
    const isUntouched = async (...more: string[]): Promise<string> => {
      const { code, err } = await cli(['map', '.', ...more], { directory: folder });
      expect(code).toBe(1);
      expect(existsSync(path.join(folder, '.next-batch', 'cache', 'embeddings'))).toBe(false);
      return err;
    };
    expect(await isUntouched('--out', 'labels.bak.csv')).toContain('no table of ours; name another file.');
    expect(await isUntouched('--out', 'map.csv', '--clusters-out', 'labels.bak.csv')).toContain(
      'no table of ours',
    );
    expect(await isUntouched('--out', 'nowhere/map.csv')).toMatch(
      /^There is no folder .*nowhere to write map\.csv to; make it first\.\n$/,
    );
    await cli(['map', '.', '--out', 'map.csv'], { directory: folder });
    expect(existsSync(path.join(folder, '.next-batch', 'cache', 'embeddings'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
