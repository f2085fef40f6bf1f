import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.ts';
import { readEmbeddings } from '../../src/dataset/embeddings.ts';
import { NPY_HEADER_BYTES } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder, quietCall } from './images.ts';

const COUNT = 160;
/** Rows that may be lost: what is in the encoder or waits to be written. */
const TAIL = 256 + 4 * 16;
const root = mkdtempSync(path.join(tmpdir(), 'resume-'));
const encoder = { model: 'builtin' };
let engine: Engine;
let engineFile: string;
let images: ImageRef[];
let expected: string;

beforeAll(async () => {
  const folder = path.join(root, 'images');
  await paintFolder(folder, COUNT);
  writeFileSync(path.join(folder, '0100.jpg'), 'broken');
  images = listFolder(folder);
  const built = await buildEngine();
  engineFile = built.engineFile;
  engine = createEngine({ workerFile: built.workerFile, mediaFolder, threads: 2 });
  const cache = path.join(root, 'uninterrupted');
  await embed(cache);
  expected = await contentOf(cache);
});
afterAll(() => engine.close());

const embed = async (cache: string) =>
  engine.embed({ images, cache, encoder, thumbnails: true }, quietCall());

/** sha256 of what is known of every image, in pool order: its hash and its row, or why it has none. */
async function contentOf(cache: string): Promise<string> {
  const folder = encoderFolder(cache);
  const index = await readEmbeddings(folder);
  const digest = createHash('sha256');
  for (const image of images) {
    const hash = index.hashOf(image) ?? '';
    const content = index.contentOf(hash);
    digest.update(`${hash} ${content?.kind} ${content?.kind === 'error' ? content.reason : ''}\n`);
    if (content?.kind !== 'row') continue;
    const shard = readFileSync(path.join(folder, `${String(content.shard).padStart(4, '0')}.npy`));
    const at = NPY_HEADER_BYTES + content.row * index.dimensions * 4;
    digest.update(shard.subarray(at, at + index.dimensions * 4));
  }
  return digest.digest('hex');
}

function encoderFolder(cache: string): string {
  const all = path.join(cache, 'embeddings');
  const [key] = existsSync(all) ? readdirSync(all) : [];
  return path.join(all, key ?? 'none');
}

const rowsIn = async (cache: string): Promise<number> => {
  const index = await readEmbeddings(encoderFolder(cache));
  return images.filter((image) => index.contentOf(index.hashOf(image) ?? '')?.kind === 'row').length;
};

/** An engine process that is told to embed; speaks the wire format by hand, so that it can be killed at any moment. */
function startEmbedding(cache: string, onDone: (done: number) => void): ChildProcess {
  const options = JSON.stringify({ mediaFolder, threads: 2 });
  const child = spawn(process.execPath, [engineFile, options], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  child.on('message', (message: { rpc: string; progress?: { done: number } }) => {
    if (message.rpc === 'progress') onDone(message.progress?.done ?? 0);
    else onDone(COUNT);
  });
  child.send({ rpc: 'call', id: 1, name: 'embed', input: { images, cache, encoder, thumbnails: true } });
  return child;
}

describe('embedding, killed with SIGKILL at random moments,', () => {
  const seed = process.env.NEXT_BATCH_SEED ?? '1';
  const rng = createRng(seed);
  it.each(Array.from({ length: 6 }, (_, i) => i))(
    `goes on and ends as if uninterrupted (seed ${seed}, run %i)`,
    async (run) => {
      const cache = path.join(root, `killed-${run}`);
      let kept = 0;
      for (let kill = 0; kill < 3; kill++) {
        // Either while it works, when so many images are done, or after so many milliseconds from its start.
        const target = rng.below(COUNT);
        const delay = rng.below(400);
        const child = await new Promise<ChildProcess>((resolve) => {
          const mine = startEmbedding(cache, (done) => {
            if (done >= target) resolve(mine);
          });
          if (kill === 2) setTimeout(() => resolve(mine), delay);
        });
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
        const rows = await rowsIn(cache);
        expect(rows, 'rows of earlier runs are kept').toBeGreaterThanOrEqual(kept);
        kept = rows;
      }
      const result = await embed(cache);
      expect(result.embedded, 'what was kept is not embedded again').toBe(COUNT - 1 - kept);
      expect(await contentOf(cache)).toBe(expected);
      expect(result.unreadable.map((entry) => entry.path)).toEqual(['0100.jpg']);
    },
  );

  it(`loses no more than a small tail`, async () => {
    const folder = path.join(root, 'many');
    const many = await paintFolder(folder, 700, 16);
    const all = images;
    images = many;
    try {
      const cache = path.join(root, 'tail');
      let reached = 0;
      const child = await new Promise<ChildProcess>((resolve) => {
        const mine = startEmbedding(cache, (done) => {
          reached = done;
          if (done >= 500) resolve(mine);
        });
      });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      expect(await rowsIn(cache)).toBeGreaterThanOrEqual(reached - TAIL);
      expect((await embed(cache)).unreadable).toEqual([]);
    } finally {
      images = all;
    }
  });
});

it('a full disk ends the job with the way out; what was made is kept and used once there is room', async ({
  skip,
}) => {
  const disk = path.join(root, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    skip('a small file system can be mounted by root only');
  }
  try {
    const cache = path.join(disk, 'cache');
    await expect(embed(cache)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('nextBatch.cacheFolder'),
    });
    const kept = await rowsIn(cache);
    execFileSync('mount', ['-o', 'remount,size=2m', disk]);
    const result = await embed(cache);
    expect(result.embedded).toBe(COUNT - 1 - kept);
    expect(await contentOf(cache)).toBe(expected);
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});
