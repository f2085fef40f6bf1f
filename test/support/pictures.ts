import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { createRng } from '../../src/core/rng.ts';

/** Fills a folder with `count` small pictures, all different; returns their names (`a/00.png` ...), sorted. */
export async function paintPictures(folder: string, count: number): Promise<string[]> {
  const names = Array.from(
    { length: count },
    (_, i) => `${i % 2 === 0 ? 'a' : 'b'}/${String(i).padStart(2, '0')}.png`,
  );
  for (const name of names) {
    const rng = createRng(name);
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    const corners = Buffer.from(Array.from({ length: 2 * 2 * 3 }, () => rng.below(256)));
    await sharp(corners, { raw: { width: 2, height: 2, channels: 3 } })
      .resize(48, 48, { kernel: 'cubic' })
      .png()
      .toFile(path.join(folder, name));
  }
  return names.sort();
}
