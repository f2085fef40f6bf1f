import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { createRng } from '../../src/core/rng.ts';
import type { Progress } from '../../src/core/types.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';

/** A smooth picture of its own for every seed: `width` x `height` x 3 bytes. */
export async function paint(seed: number, width: number, height: number): Promise<Buffer> {
  const rng = createRng(seed);
  const spots = Buffer.from(Array.from({ length: 8 * 8 * 3 }, () => rng.below(256)));
  return sharp(spots, { raw: { width: 8, height: 8, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}

/** Writes `count` JPEGs with all different contents and returns how they are listed. */
export async function paintFolder(folder: string, count: number, size = 64, from = 0): Promise<ImageRef[]> {
  mkdirSync(folder, { recursive: true });
  for (let i = from; i < from + count; i++) {
    const raw = await paint(i, size, size);
    const image = sharp(raw, { raw: { width: size, height: size, channels: 3 } });
    writeFileSync(path.join(folder, `${String(i).padStart(4, '0')}.jpg`), await image.jpeg().toBuffer());
  }
  return listFolder(folder);
}

/** All files of a folder as the shell would list them. */
export function listFolder(folder: string): ImageRef[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => refOf(folder, name));
}

export function refOf(folder: string, name: string): ImageRef {
  const file = path.join(folder, name);
  const { size, mtimeMs } = statSync(file);
  return { path: name, file, size, mtimeMs };
}

/** A call that nobody cancels; `seen` gathers its progress. */
export function quietCall(seen: Progress[] = []): Omit<CallContext, 'part'> {
  return { signal: new AbortController().signal, progress: (progress) => void seen.push(progress) };
}

/** A picture stored turned, with the EXIF orientation (1 to 8) that turns it back (EXIF 2.3, table of tag 274). */
export function turned(
  upright: { readonly data: Buffer; readonly width: number; readonly height: number },
  orientation: number,
): Sharp {
  const { data, width: w, height: h } = upright;
  const [width, height] = orientation < 5 ? [w, h] : [h, w];
  const from: Record<number, (x: number, y: number) => [x: number, y: number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [w - 1 - x, y],
    3: (x, y) => [w - 1 - x, h - 1 - y],
    4: (x, y) => [x, h - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [w - 1 - y, x],
    7: (x, y) => [w - 1 - y, h - 1 - x],
    8: (x, y) => [y, h - 1 - x],
  };
  const stored = Buffer.alloc(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [ux, uy] = from[orientation](x, y);
      data.copy(stored, (y * width + x) * 3, (uy * w + ux) * 3, (uy * w + ux) * 3 + 3);
    }
  return sharp(stored, { raw: { width, height, channels: 3 } }).withMetadata({ orientation });
}
