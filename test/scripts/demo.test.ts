import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cli, prepareCli } from '../support/cli.ts';

const home = mkdtempSync(path.join(tmpdir(), 'next-batch-demo-'));
const photos = path.join(home, 'demo/photos');
let cli: Cli;

/** Makes the demo in `folder` and returns what it said. */
function makeDemo(folder: string): string {
  const module = JSON.stringify(pathToFileURL(path.resolve('scripts/demo/demo.mjs')).href);
  const program = `const m = await import(${module}); await m.ensureDemo(${JSON.stringify(folder)}, { say: console.log });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function hashes(folder: string): Map<string, string> {
  const sha256 = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex');
  return new Map(files(folder).map((name) => [name, sha256(name)]));
}

const truth = (): Map<string, string> => {
  const rows = readFileSync(path.join(home, 'demo/truth.csv'), 'utf8').trim().split('\n').slice(1);
  return new Map(rows.map((row) => row.split(',') as [string, string]));
};

beforeAll(async () => {
  cli = await prepareCli();
  makeDemo(path.join(home, 'demo'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the demo folder', () => {
  test('has more than 600 images, all different, of 8 classes, in folders that do not tell them', () => {
    const all = hashes(photos);
    expect(all.size).toBeGreaterThan(600);
    expect(new Set(all.values()).size).toBe(all.size);
    const classes = new Set(truth().values());
    expect(classes.size).toBe(8);
    const perFolder = new Map<string, Set<string>>();
    for (const [name, label] of truth())
      perFolder.set(path.dirname(name), (perFolder.get(path.dirname(name)) ?? new Set()).add(label));
    for (const found of perFolder.values()) expect(found.size).toBeGreaterThan(4);
  });

  test('has many formats and sizes, EXIF turns, and files that cannot be read', async () => {
    const extensions = new Set(files(photos).map((name) => path.extname(name)));
    expect([...extensions].sort()).toEqual(['.avif', '.bmp', '.gif', '.jpg', '.png', '.tiff', '.webp']);
    const readable = [...truth().keys()].filter((name) => !name.endsWith('.bmp'));
    const all = await Promise.all(readable.map((name) => sharp(path.join(photos, name)).metadata()));
    const widths = new Set(all.map(({ width }) => width));
    for (const width of [40, 240, 320, 640, 1600]) expect(widths).toContain(width);
    expect(all.some(({ orientation }) => orientation !== undefined && orientation > 1)).toBe(true);
    expect(files(photos).filter((name) => !truth().has(name))).toHaveLength(4);
    expect(statSync(path.join(photos, '2024-09/IMG_9001.jpg')).size).toBe(0);
  });

  test('is the same, byte for byte, when it is made again', () => {
    const again = path.join(home, 'again');
    makeDemo(again);
    expect(hashes(path.join(again, 'photos'))).toEqual(hashes(photos));
  });

  test('is left alone when it is there, labels and all', () => {
    writeFileSync(path.join(photos, 'labels.csv'), 'path,label\n');
    expect(makeDemo(path.join(home, 'demo'))).toBe('');
    expect(readFileSync(path.join(photos, 'labels.csv'), 'utf8')).toBe('path,label\n');
    rmSync(path.join(photos, 'labels.csv'));
  });
});

test('on it, typiclust finds more classes with 16 picks than random does on average', async () => {
  const labels = truth();
  const classesOf = async (...words: string[]): Promise<number> => {
    const { out, code } = await cli(['select', photos, '--budget', '16', '--json', ...words]);
    expect(code).toBe(0);
    const { picks } = JSON.parse(out) as { picks: { path: string }[] };
    return new Set(picks.map((pick) => labels.get(pick.path))).size;
  };
  let random = 0;
  for (const seed of ['0', '1', '2', '3', '4'])
    random += (await classesOf('--selector', 'random', '--seed', seed)) / 5;
  expect(await classesOf('--selector', 'typiclust')).toBeGreaterThan(random);
});
