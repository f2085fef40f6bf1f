import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRng } from '../../src/core/rng.ts';
import { writeImport } from '../../src/dataset/imports.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { tinyPicture } from './largeFolder.ts';

const columns = 8;
const groups = 5;

/**
 * Fills a folder with so many tiny images, all different, and with made-up embeddings in five groups that lie far apart,
 * which the folder imports: nothing needs to be embedded. Returns the paths, in pool order.
 */
export async function groupedImages(folder: string, count: number): Promise<readonly string[]> {
  const rng = createRng(1);
  const paths = Array.from(
    { length: count },
    (_, i) => `group-${i % groups}/image-${String(Math.floor(i / groups)).padStart(5, '0')}.bmp`,
  ).sort();
  for (let group = 0; group < groups; group++)
    mkdirSync(path.join(folder, `group-${group}`), { recursive: true });
  const data = new Float32Array(count * columns);
  for (const [row, name] of paths.entries()) {
    writeFileSync(path.join(folder, name), tinyPicture(row));
    const group = Number(name[6]);
    for (let column = 0; column < columns; column++)
      data[row * columns + column] = rng.normal() + (column === group ? 12 : 0);
  }
  const home = path.join(folder, '.next-batch');
  mkdirSync(home, { recursive: true });
  const file = path.join(home, 'made-up.npy');
  const names = path.join(home, 'made-up.txt');
  await writeNpy(file, { data, rows: count, cols: columns });
  writeFileSync(names, `${paths.join('\n')}\n`);
  await writeImport(folder, 'embeddings', { file, names });
  return paths;
}
