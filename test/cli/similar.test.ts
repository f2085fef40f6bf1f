import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { paintFolder } from '../engine/images.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

describe('similar', () => {
  test('lists the images of a folder nearest to one of it, named as a file or as in labels.csv', async () => {
    const directory = temporaryFolder();
    await paintFolder(path.join(directory, 'photos'), 8);
    const { code, out } = await cli(['similar', 'photos/0003.jpg', 'photos', '--count', '4'], { directory });
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^\d\.\d{4} {2}000[0-24-7]\.jpg$/);
    const named = await cli(['similar', '0003.jpg', 'photos', '--count', '4'], { directory });
    expect(named.out).toBe(out);
  });

  test('finds a copy from anywhere, and less of what it is told to be unlike', async () => {
    const directory = temporaryFolder();
    await paintFolder(path.join(directory, 'photos'), 6);
    copyFileSync(path.join(directory, 'photos/0002.jpg'), path.join(directory, 'copy.jpg'));
    const words = [
      'similar',
      'copy.jpg',
      'photos',
      '--unlike',
      '0001.jpg',
      '--unlike',
      'photos/0004.jpg',
      '--json',
    ];
    const found = JSON.parse((await cli(words, { directory })).out);
    expect(found.unlike).toEqual(['0001.jpg', '0004.jpg']);
    expect(found.similar).toHaveLength(4);
    expect(found.similar[0].path).toBe('0002.jpg');
  });

  test('embeds nothing for an image that is nowhere', async () => {
    const directory = temporaryFolder();
    await paintFolder(path.join(directory, 'photos'), 4);
    const { code, err } = await cli(['similar', 'photos/cart.jpg', 'photos'], { directory });
    expect(code).toBe(2);
    expect(err).toBe('"photos/cart.jpg" is no image of the folder and no file; name one that is.\n');
    expect((await cli(['similar', '0001.jpg', 'photos', '--unlike', 'x'], { directory })).code).toBe(2);
    expect(existsSync(path.join(directory, 'photos', '.next-batch', 'cache', 'embeddings'))).toBe(false);
  });

  test('lets no control character of a name reach the terminal', async () => {
    const directory = temporaryFolder();
    const { points } = clusteredMatrix(3, 6, 1, 1, 0.2);
    await writeNpy(path.join(directory, 'x.npy'), points);
    put(directory, ['names.txt', 'a\nb\u001b[2J\u009b1m\nc\n']);
    const words = ['similar', '--embeddings', 'x.npy', '--names', 'names.txt'];
    const { out } = await cli([...words, 'a'], { directory });
    expect(out).toContain('b?[2J?1m');
    expect((await cli([...words, 'z\u001b[2J'], { directory })).err).toMatch(/^"z\?\[2J" is no image/);
    const { out: json } = await cli([...words, 'a', '--json'], { directory });
    expect(JSON.parse(json).similar.map((one: { path: string }) => one.path)).toContain('b\u001b[2J\u009b1m');
  });

  test('works on rows of a file', async () => {
    const directory = temporaryFolder();
    const { points, cluster } = clusteredMatrix(60, 6, 3, 1, 0.2);
    await writeNpy(path.join(directory, 'x.npy'), points);
    put(directory, ['names.txt', Array.from(cluster, (c, i) => `${c}-${i}`).join('\n')]);
    const words = [
      'similar',
      `${cluster[0]}-0`,
      '--embeddings',
      'x.npy',
      '--names',
      'names.txt',
      '--count',
      '5',
    ];
    const { out } = await cli(words, { directory });
    for (const line of out.trimEnd().split('\n'))
      expect(line.split('  ')[1]).toMatch(new RegExp(`^${cluster[0]}-`));
  });

  test('says what is wrong, and the way out', async () => {
    const directory = temporaryFolder();
    await paintFolder(path.join(directory, 'photos'), 3);
    const count = await cli(['similar', '0001.jpg', 'photos', '--count', '0'], { directory });
    expect([count.code, count.err]).toEqual([2, expect.stringContaining('--count is "0"')]);
    const gone = await cli(['similar', 'gone.jpg', 'photos'], { directory });
    expect(gone.code).not.toBe(0);
    expect(gone.err).toMatch(/gone\.jpg" is no image of the folder and no file; name one that is\./);
    const unlike = await cli(['similar', '0001.jpg', 'photos', '--unlike', 'x.jpg'], { directory });
    expect(unlike.err).toContain('--unlike is "x.jpg"');
  });
});
