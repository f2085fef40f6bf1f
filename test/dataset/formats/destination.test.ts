import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { appear, freePlace, isFree } from '../../../src/dataset/formats/destination.ts';
import { buildCli } from '../../support/cli.ts';
import { put, read, temporaryFolder } from '../../support/datasets.ts';

const date = new Date(2026, 10, 5);

it('a free place beside a file, or in a folder, is named with the date, and numbered where that is taken', async () => {
  const folder = temporaryFolder();
  put(folder, 'out.csv', 'full/x.txt');
  const file = path.join(folder, 'out.csv');
  expect(await isFree(file, false)).toBe(false);
  expect(await freePlace(file, false, 'photos', date)).toBe(path.join(folder, 'out-2026-11-05.csv'));
  put(folder, 'out-2026-11-05.csv');
  expect(await freePlace(file, false, 'photos', date)).toBe(path.join(folder, 'out-2026-11-05-2.csv'));
  const full = path.join(folder, 'full');
  expect(await isFree(full, true)).toBe(false);
  expect(await freePlace(full, true, 'photos', date)).toBe(path.join(full, 'photos-2026-11-05'));
  expect(await freePlace(file, true, 'photos', date)).toBe(path.join(folder, 'photos-2026-11-05'));
});

it.each([false, true])('what appears at the place meanwhile stays, folder: %s', async (isFolder) => {
  const to = path.join(temporaryFolder(), 'out');
  const write = async (target: string): Promise<void> => {
    put(path.dirname(target), [isFolder ? `${path.basename(target)}/a` : path.basename(target), 'ours']);
    put(path.dirname(to), [isFolder ? 'out/theirs' : 'out', 'theirs']);
  };
  await expect(appear(to, isFolder, write, undefined, undefined)).rejects.toThrow('already there');
  expect(read(to, isFolder ? 'theirs' : '')).toBe('theirs');
  await vi.waitFor(() => expect(readdirSync(path.dirname(to))).toEqual(['out']), 10_000);
});

it('an export that is killed leaves nothing that looks whole, and the next one says what it left', async () => {
  const images = temporaryFolder();
  const names = Array.from({ length: 6000 }, (_, i) => `${i % 50}/${i}.jpg`);
  put(images, ...names, ['labels.csv', `path,label\n${names.map((name) => `${name},cat\n`).join('')}`]);
  const program = await buildCli();
  const to = path.join(temporaryFolder(), 'out');
  const words = [program, 'export', images, '--format', 'class-folders', '--out', to];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const left = (): string[] => readdirSync(path.dirname(to));
  while (left().length === 0 && child.exitCode === null) await wait(1);
  child.kill('SIGKILL');
  await ended;
  expect(existsSync(to)).toBe(false);
  expect(left()).toEqual([expect.stringMatching(/^out\.partial-[0-9a-f]{8}$/)]);
  const again = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  again.stderr.on('data', (text) => (said += text));
  expect(await new Promise((resolve) => again.once('close', resolve))).toBe(0);
  expect(said).toContain(
    `${left().find((name) => name !== 'out')} is what an export that was interrupted left`,
  );
  expect(readdirSync(path.join(to, 'cat'))).toHaveLength(50);
}, 60_000);
