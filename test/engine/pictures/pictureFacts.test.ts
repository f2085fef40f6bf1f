import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CrashNotes } from '../../../src/engine/crashNotes.ts';
import { smallPicture } from '../../../src/engine/decode/smallPicture.ts';
import { measurePicture, type PictureFacts } from '../../../src/engine/pictures/measurePicture.ts';
import { createPictureFacts } from '../../../src/engine/pictures/pictureFacts.ts';
import { createSlots } from '../../../src/engine/slots.ts';
import { temporaryFolder } from '../../support/datasets.ts';
import { listFolder, paint, paintFolder, quietCall } from '../images.ts';

const notes: CrashNotes = {
  begin: () => () => {},
  isGuilty: () => false,
  isSuspect: () => false,
  close: () => {},
};
const unknown = { get: () => undefined, set: () => {} };

async function measured(picture: Sharp): Promise<PictureFacts> {
  return measurePicture(await smallPicture(await picture.png().toBuffer()));
}

async function photo(size = 400): Promise<Sharp> {
  const data = await paint(3, size, size);
  const noise = data.map((value, i) => Math.min(255, Math.max(0, value + ((i * 7919) % 41) - 20)));
  return sharp(noise, { raw: { width: size, height: size, channels: 3 } });
}

describe('what is measured of a picture', () => {
  it('is its upright size, however small the picture that is looked at', async () => {
    const raw = sharp({ create: { width: 600, height: 300, channels: 3, background: '#777' } });
    const turned = await raw.jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(measurePicture(await smallPicture(turned))).toMatchObject({ width: 300, height: 600 });
  });

  it('is the light of its lights and shadows', async () => {
    const flat = (background: string) =>
      sharp({ create: { width: 90, height: 60, channels: 3, background } });
    expect(await measured(flat('#000'))).toMatchObject({ lights: 0, shadows: 0, sharpness: 0 });
    expect(await measured(flat('#fff'))).toMatchObject({ lights: 1, shadows: 1, sharpness: 0 });
    const half = flat('#000').composite([
      { input: await flat('#fff').resize(45, 60).png().toBuffer(), left: 0, top: 0 },
    ]);
    expect(await measured(half)).toMatchObject({ lights: 1, shadows: 0 });
  });

  it('falls in sharpness when it is blurred, and hardly when it is dimmed', async () => {
    const sharpness = async (picture: Sharp) => (await measured(picture)).sharpness;
    const clear = await sharpness(await photo());
    expect(await sharpness((await photo()).blur(4))).toBeLessThan(clear / 3);
    expect(await sharpness((await photo()).linear(0.5, 0))).toBeGreaterThan(0.9 * clear);
  });

  it('are small versions that are hardly other for another size, also of pictures smaller than those', async () => {
    const of = async (size: number) => (await measured((await photo()).resize(size, size))).lumas;
    const [large, small, tiny] = [await of(400), await of(100), await of(20)];
    const difference = (a: Uint8Array, b: Uint8Array) =>
      a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
    expect(difference(large, small)).toBeLessThan(2);
    expect(difference(large, tiny)).toBeLessThan(8);
  });
});

describe('facts of pictures', () => {
  async function scene(count: number) {
    const root = temporaryFolder();
    const folder = path.join(root, 'images');
    await paintFolder(folder, count);
    const cache = path.join(root, 'cache');
    const file = path.join(cache, 'pictures/v1.txt');
    const tools = { slots: createSlots(2), notes, known: unknown, cache };
    const facts = (rows: number[]) =>
      createPictureFacts(listFolder(folder), tools)(Int32Array.from(rows), quietCall());
    const stored = (): string[] =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    return { folder, cache, file, tools, facts, stored };
  }

  it('are kept by content, whole: what is read is what was made', async () => {
    const { facts, stored } = await scene(4);
    const first = await facts([0, 2]);
    expect(stored()).toHaveLength(2);
    const again = await facts([0, 1, 2]);
    expect(stored()).toHaveLength(3);
    for (const row of [0, 2]) {
      const [made, read] = [first.values.get(row), again.values.get(row)];
      expect([...(read?.lumas ?? [])]).toEqual([...(made?.lumas ?? [])]);
      expect([...(read?.chromas ?? [])]).toEqual([...(made?.chromas ?? [])]);
      expect(read?.sharpness).toBeCloseTo(made?.sharpness ?? 0, 6);
    }
  });

  it('pass over a line that was cut short, and say why a picture cannot be read', async () => {
    const { folder, file, facts, stored } = await scene(3);
    await facts([0, 1]);
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd().slice(0, -9));
    appendFileSync(path.join(folder, '0002.jpg'), '');
    writeFileSync(path.join(folder, '0002.jpg'), 'not a picture');
    const { values, unreadable } = await facts([0, 1, 2]);
    expect([...values.keys()].sort()).toEqual([0, 1]);
    expect(unreadable.get(2)).toMatch(/^Its content is not an image/);
    expect(new Set(stored().map((line) => line.slice(0, 32))).size).toBe(2);
  });

  it('are measured again where the cache is damaged in a line of the right length', async () => {
    const { file, facts } = await scene(3);
    const made = await facts([0, 1, 2]);
    const lines = readFileSync(file, 'utf8').split('\n');
    const [first, second] = [...lines.keys()].filter((i) => lines[i] !== '');
    lines[first] = lines[first].slice(0, 33) + '\0'.repeat(lines[first].length - 33);
    lines[second] = lines[second].slice(0, 33) + '/'.repeat(lines[second].length - 33);
    writeFileSync(file, lines.join('\n'));
    const { values, unreadable } = await facts([0, 1, 2]);
    expect(unreadable.size).toBe(0);
    for (const [row, { width, sharpness }] of made.values) {
      expect(values.get(row)?.width).toBe(width);
      expect(values.get(row)?.sharpness).toBeCloseTo(sharpness, 6);
    }
  });

  it('leave what was made when nobody wants them any more', async () => {
    const { folder, stored, tools } = await scene(30);
    const controller = new AbortController();
    let read = 0;
    const slots = {
      count: 1,
      run: async <T>(_: boolean, work: () => Promise<T>) => {
        const result = await work();
        if (++read === 5) controller.abort();
        return result;
      },
    };
    const context = { signal: controller.signal, progress: () => {} };
    const facts = createPictureFacts(listFolder(folder), { ...tools, slots });
    const rows = Int32Array.from({ length: 30 }, (_, i) => i);
    await expect(facts(rows, context)).rejects.toMatchObject({ code: 'cancelled' });
    expect(stored().length).toBeGreaterThanOrEqual(5);
    expect(stored().length).toBeLessThan(30);
  });
});
