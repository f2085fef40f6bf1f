import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { createRng } from '../../src/core/rng.ts';
import { brokenName, imageNames } from './imageNames.ts';

/** Fills a folder with 60 small pictures, all different, and one file that only says it is a picture. */
export async function makeImages(folder: string): Promise<void> {
  mkdirSync(path.join(folder, 'sub folder'), { recursive: true });
  const rng = createRng('end to end');
  await Promise.all(
    imageNames().map((name, i) => picture(rng.fork(name), i).toFile(path.join(folder, name))),
  );
  writeFileSync(path.join(folder, brokenName), 'not a picture');
}

/** Fills a folder with `count` small pictures, all different, under plain names. */
export async function plainImages(folder: string, count: number): Promise<void> {
  const rng = createRng('plain');
  const names = Array.from({ length: count }, (_, i) => plainName(i));
  await Promise.all(names.map((name, i) => picture(rng.fork(name), i).toFile(path.join(folder, name))));
}

export function plainName(index: number): string {
  return `image-${String(index).padStart(3, '0')}.png`;
}

/** One of three kinds that look different (disc, bars, checks), in colors of its own. */
function picture(rng: ReturnType<typeof createRng>, index: number): Sharp {
  const size = 96;
  const color = () => [rng.below(256), rng.below(256), rng.below(256)];
  const [front, back] = [color(), color()];
  const scale = 6 + rng.below(14);
  const inside = [
    (x: number, y: number) => Math.hypot(x - size / 2, y - size / 2) < scale * 2,
    (x: number, _y: number) => Math.floor(x / scale) % 2 === 0,
    (x: number, y: number) => (Math.floor(x / scale) + Math.floor(y / scale)) % 2 === 0,
  ][index % 3];
  const pixels = Buffer.alloc(size * size * 3);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) pixels.set(inside(x, y) ? front : back, (y * size + x) * 3);
  return sharp(pixels, { raw: { width: size, height: size, channels: 3 } });
}
