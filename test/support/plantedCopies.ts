import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { createRng, type Rng } from '../../src/core/rng.ts';
import type { ImageRef } from '../../src/protocol/engine.ts';

interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

/** How a photo is saved again as a copy that a review must find. */
export const copyWays: Readonly<Record<string, (photo: Sharp, size: PhotoSize, rng: Rng) => Sharp>> = {
  'resized to 50 %': (photo, { width }) => photo.resize(Math.round(width / 2)).jpeg({ quality: 90 }),
  'resized to 25 %': (photo, { width }) => photo.resize(Math.round(width / 4)).jpeg({ quality: 90 }),
  'recompressed at quality 60': (photo) => photo.jpeg({ quality: 60 }),
  'cropped 5 %': (photo, size, rng) => photo.extract(windowOf(size, 0.95, rng)).jpeg({ quality: 90 }),
  flipped: (photo) => photo.flop().jpeg({ quality: 90 }),
};

/** A copy that was planted: the paths of both, and how it was made. */
export interface PlantedCopy {
  readonly copy: string;
  readonly of: string;
  readonly way: string;
}

/** Saves `count` photos again in each way, each photo in one way at most, as `planted/<number>.jpg` below the folder. */
export async function plantCopies(
  folder: string,
  photos: readonly ImageRef[],
  count: number,
  seed: number,
): Promise<readonly PlantedCopy[]> {
  const rng = createRng(`planted ${seed}`);
  const order = rng.permutation(photos.length);
  mkdirSync(path.join(folder, 'planted'), { recursive: true });
  const planted: PlantedCopy[] = [];
  for (const [way, save] of Object.entries(copyWays))
    for (let i = 0; i < count; i++) {
      const photo = photos[order[planted.length]];
      const { width, height } = await sharp(photo.file).metadata();
      const copy = `planted/${String(planted.length).padStart(4, '0')}.jpg`;
      await save(sharp(photo.file), { width, height }, rng).toFile(path.join(folder, copy));
      planted.push({ copy, of: photo.path, way });
    }
  return planted;
}

/** A part of a picture with this share of both sides, somewhere in it. */
function windowOf({ width, height }: PhotoSize, share: number, rng: Rng) {
  const [w, h] = [Math.round(width * share), Math.round(height * share)];
  return { left: rng.below(width - w + 1), top: rng.below(height - h + 1), width: w, height: h };
}
