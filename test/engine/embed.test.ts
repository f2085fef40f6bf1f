import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/core/types.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { EmbedResult, ImageRef } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paint, paintFolder, quietCall, refOf } from './images.ts';

const encoder = { model: 'builtin' };
let engine: Engine;

beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

interface Place {
  readonly folder: string;
  readonly cache: string;
}
function newPlace(): Place {
  const root = mkdtempSync(path.join(tmpdir(), 'embed-'));
  const place = { folder: path.join(root, 'images'), cache: path.join(root, 'cache') };
  mkdirSync(place.folder);
  return place;
}
const embed = (
  cache: string,
  images: readonly ImageRef[],
  thumbnails = false,
  seen?: Progress[],
): Promise<EmbedResult> =>
  Promise.resolve(engine.embed({ images, cache, encoder, thumbnails }, quietCall(seen)));
const counts = ({ embedded, reused, unreadable }: EmbedResult) => [embedded, reused, unreadable.length];

describe('embedding a folder', () => {
  it('embeds each content once, then reuses it without reading the files', async () => {
    const { folder, cache } = newPlace();
    const images = await paintFolder(folder, 20);
    copyFileSync(images[0].file, path.join(folder, 'zz-copy.jpg'));
    const all = listFolder(folder);
    const first = await embed(cache, all);
    expect(counts(first)).toEqual([20, 1, 0]);
    expect(first.hashes[20]).toBe(first.hashes[0]);
    expect(first.encoder).toMatchObject({ dimensions: 256, inputSize: [128, 128] });
    for (const { file } of all) rmSync(file);
    expect(counts(await embed(cache, all))).toEqual([0, 21, 0]);
  });

  it('embeds only what was added', async () => {
    const { folder, cache } = newPlace();
    await embed(cache, await paintFolder(folder, 10));
    const seen: Progress[] = [];
    const all = await paintFolder(folder, 3, 64, 10);
    expect(counts(await embed(cache, all, false, seen))).toEqual([3, 10, 0]);
    expect(seen.at(-1)).toMatchObject({ phase: 'embed', done: 3, total: 3 });
  });

  it('looks again at a file with a new time, and embeds it again only if its bytes changed', async () => {
    const { folder, cache } = newPlace();
    const [same, changed] = await paintFolder(folder, 2);
    const before = await embed(cache, listFolder(folder));
    utimesSync(same.file, 1000, 1000);
    expect(counts(await embed(cache, listFolder(folder)))).toEqual([0, 2, 0]);
    await sharp(await paint(99, 64, 64), { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toFile(changed.file);
    utimesSync(changed.file, 2000, 2000);
    const after = await embed(cache, listFolder(folder));
    expect(counts(after)).toEqual([1, 1, 0]);
    expect(after.hashes[0]).toBe(before.hashes[0]);
    expect(after.hashes[1]).not.toBe(before.hashes[1]);
  });

  it('lists what cannot be read, with reasons, and goes on', async () => {
    const { folder, cache } = newPlace();
    await paintFolder(folder, 3);
    writeFileSync(path.join(folder, 'a-empty.jpg'), '');
    writeFileSync(path.join(folder, 'b-text.png'), 'not an image');
    mkdirSync(path.join(folder, 'c-folder.jpg'));
    const gone = { ...refOf(folder, '0000.jpg'), path: 'd-gone.jpg', file: path.join(folder, 'd-gone.jpg') };
    const images = [...listFolder(folder), gone];
    const expected = {
      'a-empty.jpg': /empty/,
      'b-text.png': /not an image/,
      'c-folder.jpg': /folder/,
      'd-gone.jpg': /gone/,
    };
    for (const round of [1, 2]) {
      const result = await embed(cache, images);
      expect(counts(result), `round ${round}`).toEqual(round === 1 ? [3, 0, 4] : [0, 3, 4]);
      const reasons = Object.fromEntries(result.unreadable.map((entry) => [entry.path, entry.reason]));
      expect(Object.keys(reasons).sort()).toEqual(Object.keys(expected));
      for (const [name, reason] of Object.entries(expected)) expect(reasons[name]).toMatch(reason);
    }
  });

  it('lists a file it may not read, and embeds it once it may', async ({ skip }) => {
    if (process.getuid?.() === 0 || process.platform === 'win32') skip('root may read everything');
    const { folder, cache } = newPlace();
    const [image] = await paintFolder(folder, 1);
    chmodSync(image.file, 0);
    const result = await embed(cache, [image]);
    expect(result.unreadable[0].reason).toContain('permissions');
    chmodSync(image.file, 0o644);
    expect(counts(await embed(cache, [image]))).toEqual([1, 0, 0]);
  });

  it('handles folders of 0 and 1 images', async () => {
    const { folder, cache } = newPlace();
    expect(counts(await embed(cache, []))).toEqual([0, 0, 0]);
    expect(counts(await embed(cache, await paintFolder(folder, 1)))).toEqual([1, 0, 0]);
  });

  it('refuses a cache that cannot be written, with the way out', async () => {
    const { folder, cache } = newPlace();
    const images = await paintFolder(folder, 1);
    writeFileSync(cache, 'a file where the folder should be');
    await expect(embed(cache, images)).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('nextBatch.cacheFolder'),
    });
  });
});

describe('thumbnails', () => {
  const large = async (folder: string, name: string, seed: number) => {
    const raw = await paint(seed, 800, 600);
    await sharp(raw, { raw: { width: 800, height: 600, channels: 3 } })
      .png()
      .toFile(path.join(folder, name));
  };
  const stored = (cache: string) =>
    existsSync(path.join(cache, 'thumbnails'))
      ? readdirSync(path.join(cache, 'thumbnails'), { recursive: true })
          .map(String)
          .filter((name) => name.includes('.'))
      : [];

  it('are made of large images in the same pass, and made again when they are lost', async () => {
    const { folder, cache } = newPlace();
    await paintFolder(folder, 2);
    await large(folder, 'large.png', 1);
    const images = listFolder(folder);
    const { hashes } = await embed(cache, images, true);
    const hash = hashes[images.findIndex(({ path: name }) => name === 'large.png')];
    expect(stored(cache)).toEqual([path.join(hash.slice(0, 2), `${hash}.webp`)]);
    rmSync(path.join(cache, 'thumbnails'), { recursive: true });
    expect(counts(await embed(cache, images, true))).toEqual([0, 3, 0]);
    expect(stored(cache).length).toBe(1);
  });

  it('are not made when they are not wanted', async () => {
    const { folder, cache } = newPlace();
    await large(folder, 'large.png', 1);
    await embed(cache, listFolder(folder), false);
    expect(stored(cache)).toEqual([]);
  });

  it('on request: in the order asked, the image itself where it is small, a reason where it is broken', async () => {
    const { folder, cache } = newPlace();
    await large(folder, 'b-large.png', 2);
    writeFileSync(path.join(folder, 'c-broken.jpg'), 'nothing');
    await paintFolder(folder, 1);
    const images = [...listFolder(folder)].reverse();
    const call = () => engine.thumbnails({ images, cache }, quietCall());
    const first = await call();
    expect(first.map(({ kind }) => kind)).toEqual(['unreadable', 'thumbnail', 'original']);
    const file = first[1].kind === 'thumbnail' ? first[1].file : '';
    expect((await sharp(readFileSync(file)).metadata()).width).toBe(256);
    const made = statSync(file).mtimeMs;
    await call();
    expect(statSync(file).mtimeMs).toBe(made);
  });

  it('do not wait for a long job, and neither does looking at an encoder', async () => {
    const { folder, cache } = newPlace();
    const images = await paintFolder(folder, 150, 256);
    await large(folder, 'large.png', 3);
    let running = true;
    const job = embed(cache, images).finally(() => {
      running = false;
    });
    const [thumbnail] = await engine.thumbnails({ images: [refOf(folder, 'large.png')], cache }, quietCall());
    await engine.inspectEncoder(encoder, quietCall());
    expect([thumbnail.kind, running]).toEqual(['thumbnail', true]);
    await job;
  });
});

describe('cancelling', () => {
  it('ends within 300 ms, keeps what was made, and the next call goes on from there', async () => {
    const { folder, cache } = newPlace();
    const images = await paintFolder(folder, 300);
    const controller = new AbortController();
    let cancelledAt = 0;
    const work = Promise.resolve(
      engine.embed(
        { images, cache, encoder, thumbnails: false },
        {
          signal: controller.signal,
          progress: ({ done }) => {
            if (done < 150 || cancelledAt > 0) return;
            cancelledAt = performance.now();
            controller.abort();
          },
        },
      ),
    );
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(300);
    const { embedded, reused } = await embed(cache, images);
    expect(embedded + reused).toBe(300);
    expect(reused).toBeGreaterThanOrEqual(150 - 4 * 16);
  });

  it('takes a waiting job out of the queue at once', async () => {
    const { folder, cache } = newPlace();
    const images = await paintFolder(folder, 100);
    const first = embed(cache, images);
    const controller = new AbortController();
    const second = Promise.resolve(
      engine.embed(
        { images, cache, encoder, thumbnails: false },
        { ...quietCall(), signal: controller.signal },
      ),
    );
    controller.abort();
    const started = performance.now();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - started).toBeLessThan(100);
    expect((await first).embedded).toBe(100);
  });
});

it('two engines embed one folder without doing the work twice', async () => {
  const { folder, cache } = newPlace();
  const images = await paintFolder(folder, 60);
  const { workerFile } = await buildEngine();
  const other = createEngine({ workerFile, mediaFolder, threads: 1 });
  const request = { images, cache, encoder, thumbnails: false };
  const results = await Promise.all([engine.embed(request, quietCall()), other.embed(request, quietCall())]);
  expect(results.map(({ embedded }) => embedded).sort((a, b) => a - b)).toEqual([0, 60]);
  await other.close();
});
