import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { type Cli, type CliResult, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { clusteredWorld } from '../support/simulations.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

/** A folder with x.npy and truth.csv of 120 images in four classes; the last ten are of no known class. */
async function writeWorld(): Promise<string> {
  const folder = temporaryFolder();
  const { embeddings, truth } = clusteredWorld(120);
  await writeNpy(path.join(folder, 'x.npy'), embeddings);
  const rows = Array.from(truth.subarray(0, 110), (c, row) => `${row},class ${c}\n`);
  put(folder, ['truth.csv', `path,label\n${rows.join('')}`]);
  return folder;
}

const onFile = ['simulate', '--embeddings', 'x.npy', '--truth', 'truth.csv', '--seeds', '2'];

describe('simulate on embeddings from a file', () => {
  test('prints a table per head, and writes SVG and CSV', async () => {
    const directory = await writeWorld();
    const words = ['--selectors', 'random,max-herding:sigma=median', '--budgets', '1,3', '--per-class'];
    const { code, out, err } = await cli([...onFile, ...words, '--svg', 'a.svg', '--csv', 'a.csv'], {
      directory,
    });
    expect(err).not.toMatch(/wrong/);
    expect(code).toBe(0);
    expect(out).toContain(
      '77 images to choose from, 33 to measure with, 10 without a true class or embedding left out',
    );
    expect(out).toMatch(/softmax, accuracy in % +4 labels +12 labels +area +over random +labels for/);
    expect(out).toMatch(/^max-herding:sigma=median +\d/m);
    expect(out).toContain('1nn, accuracy in %');
    expect(out).toMatch(/6 runs in [\d.]+ s\./);
    expect(readFileSync(path.join(directory, 'a.svg'), 'utf8')).toContain('max-herding:sigma=median');
    expect(readFileSync(path.join(directory, 'a.csv'), 'utf8').split('\r\n').length).toBe(
      1 + 2 * 2 * 2 * 2 + 1,
    );
  });

  test('the document has the curves; a second call finds everything done', async () => {
    const directory = await writeWorld();
    const words = [...onFile, '--selectors', 'random,k-center', '--budgets', '8', '--head', '1nn', '--json'];
    const first = JSON.parse((await cli(words, { directory })).out);
    expect(first.report).toMatchObject({ budgets: [8], heads: ['1nn'], seeds: [0, 1], reference: 'random' });
    expect(first.report.strategies[1].heads['1nn'].accuracy[0].mean).toBeGreaterThan(0);
    expect(first.tasks).toMatchObject({ total: 6, reused: 0 });
    expect(first.version).toBe('1.2.3');
    expect(existsSync(path.join(directory, '.next-batch/cache/simulations'))).toBe(true);
    const again = JSON.parse((await cli(words, { directory })).out);
    expect(again.tasks.reused).toBe(6);
    expect(again.report).toEqual(first.report);
  });

  test.each([
    [['simulate', '--embeddings', 'x.npy'], 'needs --truth'],
    [[...onFile, '--selectors', 'randomm'], 'did you mean random'],
    [[...onFile, '--selectors', 'max-herding:sigma'], 'no strategy with parameters'],
    [[...onFile, '--selectors', 'max-herding:sigmma=1'], 'did you mean sigma'],
    [[...onFile, '--budgets', 'many'], '--budgets is "many"'],
    [[...onFile, '--seeds', '0'], 'no seed'],
    [[...onFile, '--head', 'linear'], 'no head "linear"'],
    [[...onFile, '--held-out', '1'], 'between 0 and 1'],
    [[...onFile, '--encoders', 'builtin'], 'needs an image folder'],
  ])('%s is refused with the way out', async (words, says) => {
    const { code, err } = await cli(words, { directory: await writeWorld() });
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});

describe('simulate on a folder', () => {
  const words = ['--selectors', 'random,max-herding', '--budgets', '2,4', '--seeds', '1'];
  const onFolder = (directory: string, ...more: readonly string[]): Promise<CliResult> =>
    cli(['simulate', ...words, ...more], { directory });

  test('takes the sub-folders as classes, or the labels where they know more', async () => {
    const directory = temporaryFolder();
    const names = await paintPictures(directory, 12);
    expect((await onFolder(directory)).err).toContain('come from the sub-folders');
    put(directory, [
      'labels.csv',
      `path,label\n${names.map((name, i) => `${name},${'xyz'[i % 3]}\n`).join('')}`,
    ]);
    const { err, out, code } = await onFolder(directory, '--json');
    expect(err).toContain('come from labels.csv');
    expect(code).toBe(0);
    expect(JSON.parse(out).report.classes).toEqual(['x', 'y', 'z']);
  });

  test('compares encoders, with the pixels as the floor', async () => {
    const directory = temporaryFolder();
    await paintPictures(directory, 12);
    const { out, code } = await onFolder(
      directory,
      '--encoders',
      'builtin',
      '--csv',
      'a.csv',
      '--svg',
      'a.svg',
    );
    expect(code).toBe(0);
    expect(out).toContain('== random projection of 32 x 32 pixels');
    const lines = readFileSync(path.join(directory, 'a.csv'), 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^encoder,strategy,/);
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(2);
    expect(readFileSync(path.join(directory, 'a.svg'), 'utf8')).toContain(
      'random projection of 32 x 32 pixels',
    );
  });

  test('refuses an encoder that is not there before it simulates with the others', async () => {
    const directory = temporaryFolder();
    await paintPictures(directory, 4);
    const { code, err } = await onFolder(directory, '--encoders', 'builtin,missing.onnx');
    expect(err).toContain('missing.onnx was not found');
    expect(code).toBe(1);
    expect(existsSync(path.join(directory, '.next-batch/cache/simulations'))).toBe(false);
  });

  test('says plainly that it knows no classes', async () => {
    const directory = temporaryFolder();
    await paintPictures(directory, 4);
    put(directory, ['labels.csv', 'path,label\n']);
    const { code, err } = await cli(['simulate', 'a'], { directory });
    expect(err).toContain('Images of no class are known');
    expect(code).toBe(1);
  });
});

describe('simulate --oracle relations', () => {
  const asked = [...onFile, '--oracle', 'relations', '--budgets', '2,5'];

  test('prints a row per strategy and mark, and writes SVG and CSV', async () => {
    const directory = await writeWorld();
    const words = [...asked, '--selectors', 'active,keys', '--svg', 'a.svg', '--csv', 'a.csv'];
    const { code, out } = await cli(words, { directory });
    expect(code).toBe(0);
    expect(out).toMatch(/^strategy +screens +decisions +labels +per label +wrong/m);
    expect(out).toMatch(/^keys +5 +45 +45 +1\.00 +0\.0/m);
    expect(out).toMatch(/^active +5 +\d+ +\d+ +[\d.]+ +0\.0/m);
    expect(out).toMatch(/4 sessions in [\d.]+ s\./);
    expect(readFileSync(path.join(directory, 'a.svg'), 'utf8')).toContain('screens (logarithmic)');
    expect(readFileSync(path.join(directory, 'a.csv'), 'utf8').split('\r\n').length).toBe(1 + 2 * 2 * 2 + 1);
  });

  test('with wrong answers, asks again and says what came of it', async () => {
    const directory = await writeWorld();
    const words = [...asked, '--selectors', 'active', '--noise', '0.2', '--json'];
    const { sessions } = JSON.parse((await cli(words, { directory })).out);
    expect(sessions.length).toBe(2);
    expect(sessions[0].rechecked.decisions).toBeGreaterThanOrEqual(sessions[0].points[1].decisions);
  });

  test('refuses what cannot be', async () => {
    const directory = await writeWorld();
    for (const words of [
      ['--oracle', 'magic'],
      ['--oracle', 'relations', '--selectors', 'badge'],
      ['--oracle', 'relations', '--noise', '2'],
    ]) {
      const { code, err } = await cli([...onFile, ...words], { directory });
      expect(code).toBe(2);
      expect(err).toMatch(/There is no (oracle|strategy)|share of wrong answers/);
    }
  });
});
