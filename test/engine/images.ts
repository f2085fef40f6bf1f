import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
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
export function quietCall(seen: Progress[] = []): CallContext {
  return { signal: new AbortController().signal, progress: (progress) => void seen.push(progress) };
}
