import { appendFileSync, copyFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CrashNotes } from '../../../src/engine/crashNotes.ts';
import { createPerceptualHashes } from '../../../src/engine/perceptual/perceptualHashes.ts';
import { createSlots } from '../../../src/engine/slots.ts';
import type { ImageRef } from '../../../src/protocol/engine.ts';
import { temporaryFolder } from '../../support/datasets.ts';
import { listFolder, paintFolder, quietCall } from '../images.ts';

const notes: CrashNotes = {
  begin: () => () => {},
  isGuilty: () => false,
  isSuspect: () => false,
  close: () => {},
};

/** A folder with pictures, a cache beside it, and the hashes of its rows as a new process would make them. */
async function scene(count: number) {
  const root = temporaryFolder();
  const folder = path.join(root, 'images');
  await paintFolder(folder, count);
  const cache = path.join(root, 'cache');
  const hashes = (rows: number[], images: readonly ImageRef[] = listFolder(folder)) => {
    const known = new Map<string, string>();
    const remembered = {
      get: (image: ImageRef) => known.get(image.file),
      set: (image: ImageRef, hash: string) => void known.set(image.file, hash),
    };
    const tools = { slots: createSlots(2), notes, known: remembered, cache };
    return createPerceptualHashes(images, tools)(Int32Array.from(rows), quietCall());
  };
  const stored = (): string[] =>
    readFileSync(path.join(cache, 'perceptual/v1.txt'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  return { folder, cache, hashes, stored };
}

describe('hashes of pictures', () => {
  it('are made for the rows that are asked for, and kept for the next process', async () => {
    const { cache, hashes, stored } = await scene(6);
    const first = await hashes([1, 4]);
    expect([...first.keys()].sort()).toEqual([1, 4]);
    expect(stored()).toHaveLength(2);
    expect(await hashes([1, 2, 4])).toEqual(new Map([...first, ...(await hashes([2]))]));
    expect(stored()).toHaveLength(3);
    // A stored hash is taken as it is: nothing is decoded again.
    const file = path.join(cache, 'perceptual/v1.txt');
    writeFileSync(
      file,
      stored()
        .map((line) => `${line.slice(0, 33)}00000000000000ff`)
        .join('\n'),
    );
    expect((await hashes([1])).get(1)).toBe(0xffn);
  });

  it('belong to the content: a renamed or touched file has its own again', async () => {
    const { folder, hashes, stored } = await scene(3);
    const [hash] = [...(await hashes([0])).values()];
    copyFileSync(path.join(folder, '0000.jpg'), path.join(folder, '9999.jpg'));
    utimesSync(path.join(folder, '0000.jpg'), 1, 1);
    expect([...(await hashes([0, 3])).values()]).toEqual([hash, hash]);
    expect(stored()).toHaveLength(1);
  });

  it('a line that was cut short costs one hash, and a picture that cannot be read has none', async () => {
    const { folder, cache, hashes, stored } = await scene(4);
    const before = await hashes([0, 1]);
    const file = path.join(cache, 'perceptual/v1.txt');
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd().slice(0, -5));
    expect(await hashes([0, 1])).toEqual(before);
    appendFileSync(file, 'rubbish');
    writeFileSync(path.join(folder, '0002.jpg'), 'not a picture');
    expect([...(await hashes([0, 2, 3])).keys()]).toEqual([0, 3]);
    expect(stored().filter((line) => /^[0-9a-f]{32} [0-9a-f]{16}$/.test(line))).toHaveLength(3);
  });

  it('end with `cancelled` when nobody wants them any more', async () => {
    const { folder, cache } = await scene(4);
    const controller = new AbortController();
    const context = { signal: controller.signal, progress: () => controller.abort() };
    const tools = { slots: createSlots(1), notes, known: { get: () => undefined, set: () => {} }, cache };
    const hashes = createPerceptualHashes(listFolder(folder), tools);
    await expect(hashes(Int32Array.of(0, 1, 2, 3), context)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
