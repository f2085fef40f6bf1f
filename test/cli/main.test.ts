import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { buildCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/datasets.ts';

let file: string;
beforeAll(async () => {
  file = await buildCli();
});

function start(words: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [file, ...words], { cwd });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  );
  return { child, ended };
}

test('the program prints its version and ends', async () => {
  const { code, out, err } = await start(['--version'], process.cwd()).ended;
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect([code, err]).toEqual([0, '']);
});

test('a reader that goes away is no fault', async () => {
  const { child, ended } = start(['select', '--help'], process.cwd());
  child.stdout.destroy();
  expect((await ended).err).toBe('');
});

test('Ctrl+C cancels an embedding with exit code 130, and the next one goes on where it stopped', async () => {
  const folder = temporaryFolder();
  const count = 300;
  const picture = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer();
  // Bytes behind the end of a JPEG are not looked at, but make it another file.
  for (let i = 0; i < count; i++)
    writeFileSync(path.join(folder, `${i}.jpg`), Buffer.concat([picture, Buffer.from(String(i))]));

  const shards = path.join(folder, '.next-batch/cache/embeddings');
  const { child, ended } = start(['embed'], folder);
  await vi.waitFor(
    () => expect(existsSync(shards) && readdirSync(shards, { recursive: true }).some(isShard)).toBe(true),
    { timeout: 30_000, interval: 20 },
  );
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  expect(err).toContain('Cancelling');
  expect(err).toContain('Cancelled.');
  expect([code, out]).toEqual([130, '']);

  const again = JSON.parse((await start(['embed', '--json'], folder).ended).out);
  expect(again.embedded + again.reused).toBe(count);
  expect(again.embedded).toBeGreaterThan(0);
});

function isShard(name: string | Buffer): boolean {
  return String(name).endsWith('.npy');
}
