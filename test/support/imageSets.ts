import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { createRng } from '../../src/core/rng.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';
import { dataFolder } from './measurement.ts';

const IMAGES = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

/** Unpacks `name` (relative to the data folder) into a folder of its own; undefined where it is absent. */
export function unpack(name: string): string | undefined {
  const archive = path.join(dataFolder, name);
  if (!existsSync(archive)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-acceptance-'));
  execFileSync('tar', ['xf', archive, '-C', folder]);
  return folder;
}

/** All images below a folder (or all files), as the shell would list them. */
export function listImages(folder: string, all = false): ImageRef[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      const { size, mtimeMs } = statSync(file);
      const isWanted = statSync(file).isFile() && (all || IMAGES.test(name));
      return isWanted ? [{ path: name.split(path.sep).join('/'), file, size, mtimeMs }] : [];
    });
}

/** `count` different JPEGs of 1600 x 1200 with the grain of a photo, about 300 kB each. */
export async function paintPhotos(count: number): Promise<string> {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'next-batch-photos-')), 'photos');
  mkdirSync(folder);
  const [width, height] = [1600, 1200];
  const rng = createRng('photos');
  const grain = Buffer.from(Array.from({ length: width * height }, () => 128 + Math.round(9 * rng.normal())));
  for (let i = 0; i < count; i++) {
    const spots = Buffer.from(Array.from({ length: 24 * 18 * 3 }, () => rng.below(256)));
    const offset = rng.below(width * height);
    const turned = Buffer.concat([grain.subarray(offset), grain.subarray(0, offset)]);
    await sharp(spots, { raw: { width: 24, height: 18, channels: 3 } })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .composite([{ input: turned, raw: { width, height, channels: 1 }, blend: 'soft-light' }])
      .jpeg({ quality: 88 })
      .toFile(path.join(folder, `${i}.jpg`));
  }
  return folder;
}
