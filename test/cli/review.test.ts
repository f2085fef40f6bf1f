import { copyFileSync, mkdirSync } from 'node:fs';
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

interface Report {
  readonly images: number;
  readonly checks: readonly { readonly check: string; readonly state: string }[];
  readonly findings: readonly {
    readonly check: string;
    readonly path: string | null;
    readonly paths: readonly string[];
    readonly severity: number;
    readonly suggestion: unknown;
    readonly near: readonly string[];
    readonly line: number | null;
  }[];
}

/** 120 points in 3 clusters, labeled by their cluster, but for the points 5 and 50. */
async function points(): Promise<string> {
  const folder = temporaryFolder();
  const { points: X, cluster } = clusteredMatrix(120, 12, 3, 1, 0.25);
  await writeNpy(path.join(folder, 'x.npy'), X);
  const rows = Array.from(cluster, (c, i) => `${i},class ${[5, 50].includes(i) ? (c + 1) % 3 : c}\n`);
  put(folder, ['labels.csv', `path,label\n${rows.join('')}`]);
  return folder;
}

/** Pictures in folders for training and for testing, one of which lies in both; two copies with different labels. */
async function splitFolder(): Promise<string> {
  const folder = temporaryFolder();
  await paintPictures(path.join(folder, 'train'), 6);
  mkdirSync(path.join(folder, 'test'));
  copyFileSync(path.join(folder, 'train/a/00.png'), path.join(folder, 'test/leak.png'));
  put(folder, ['labels.csv', 'path,label\ntest/leak.png,cat\ntrain/a/00.png,dog\n']);
  return folder;
}

const fromFile = ['review', '--embeddings', 'x.npy', '--labels', 'labels.csv', '--head', 'softmax'];

async function json(words: readonly string[], directory: string): Promise<Report> {
  const { code, out } = await cli([...words, '--json'], { directory });
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('review', () => {
  test('tells label errors with the line of the label, and what to call it instead', async () => {
    const folder = await points();
    const { findings, checks } = await json([...fromFile, '--check', 'label-errors'], folder);
    expect(checks).toMatchObject([{ check: 'label-errors', state: 'done' }]);
    expect(findings.map(({ path: name, line }) => [name, line]).sort()).toEqual([
      ['5', 7],
      ['50', 52],
    ]);
    const { cluster } = clusteredMatrix(120, 12, 3, 1, 0.25);
    for (const { path: name, suggestion, near } of findings) {
      expect(suggestion).toEqual({ kind: 'label', label: `class ${cluster[Number(name)]}` });
      expect(near.map((one) => cluster[Number(one)])).toEqual(Array(3).fill(cluster[Number(name)]));
    }
  });

  test('names the file whose lines it tells', async () => {
    const folder = await splitFolder();
    put(folder, ['other.csv', 'path,label\ntest/leak.png,cat\ntrain/a/00.png,dog\n']);
    const { out } = await cli(['review', '--check', 'conflicts', '--labels', 'other.csv'], {
      directory: folder,
    });
    expect(out).toContain('(other.csv:2)');
  });

  test('of a folder that is not embedded looks for what it can; findings are no failure', async () => {
    const folder = await splitFolder();
    const { checks, findings, images } = await json(['review'], folder);
    expect(images).toBe(7);
    expect(checks.find(({ check }) => check === 'near-duplicates')?.state).toBe('too-early');
    const found = (check: string) => findings.filter((finding) => finding.check === check);
    expect(found('exact-duplicates')).toMatchObject([
      { paths: ['test/leak.png', 'train/a/00.png'], line: null },
    ]);
    expect(found('leakage')).toMatchObject([
      { paths: ['train/a/00.png', 'test/leak.png'], suggestion: { kind: 'skip' } },
    ]);
    expect(found('conflicts')).toMatchObject([{ path: 'test/leak.png', suggestion: null, line: 2 }]);
  });

  test('prints a report for a person, a check after another', async () => {
    const folder = await splitFolder();
    const { code, out } = await cli(
      ['review', '--check', 'leakage', '--check', 'conflicts', '--check', 'outliers'],
      {
        directory: folder,
      },
    );
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'Conflicting labels: 1',
      '  test/leak.png, train/a/00.png (labels.csv:2)',
      '    2 copies of one picture are labeled "cat" (1) and "dog" (1).',
      'Leakage between splits: 1',
      '  train/a/00.png, test/leak.png',
      '    Copies of one picture lie in train (1) and test (1).',
      'Outliers: not looked for. It needs embeddings; embed the folder first.',
    ]);
  });

  test('takes splits from a file', async () => {
    const folder = await splitFolder();
    put(folder, [
      'splits.csv',
      'path,split\ntrain/a/00.png,fold 1\n"test/leak.png",fold 1\ntrain/b/01.png,fold 2\n',
    ]);
    const words = ['review', '--check', 'leakage', '--splits', 'splits.csv'];
    expect((await json(words, folder)).findings).toEqual([]);
    put(folder, ['splits.csv', 'split,path\nfold 1,train/a/00.png\nfold 2,test/leak.png\n']);
    expect((await json(words, folder)).findings).toHaveLength(1);
  });

  test.each([
    ['path,label\na,b\n', 'has no columns path and split; its first line must name them.'],
    ['path,split\n"a,b\n', 'cannot be read (RFC 4180, UTF-8); correct it.'],
    ['path,split\nnowhere.png,train\n', 'No row of'],
  ])('splits that cannot be used are refused: %j', async (text, message) => {
    const folder = await splitFolder();
    put(folder, ['splits.csv', text]);
    const { code, err } = await cli(['review', '--splits', 'splits.csv'], { directory: folder });
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  test('an unknown check is a usage error with the nearest name', async () => {
    const { code, err } = await cli(['review', '--check', 'label-error'], { directory: await points() });
    expect(code).toBe(2);
    expect(err).toBe('There is no check "label-error"; did you mean label-errors?\n');
  });

  test('a control character in a file name does not reach the terminal', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 2);
    copyFileSync(path.join(folder, 'a/00.png'), path.join(folder, 'a/evil\u001b[31m.png'));
    const { out } = await cli(['review', '--check', 'exact-duplicates'], { directory: folder });
    expect(out).toContain('evil?[31m.png');
    expect(out).not.toContain('\u001b');
  });
});
