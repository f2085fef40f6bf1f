import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dataFolder } from '../support/measurement.ts';

const archive = path.join(dataFolder, 'images/caltech101-40.tar');
const classes = ['butterfly', 'Motorbikes', 'sunflower', 'Faces', 'laptop', 'ketch'];
const perClass = 28;

/** Why there are no photos; undefined = there are. */
export function noPhotos(): string | undefined {
  return existsSync(archive) ? undefined : `${path.basename(archive)} is not in NEXT_BATCH_DATA`;
}

/** Fills a folder with photos of a few classes under names that tell nothing; the true class by name. */
export function copyPhotos(folder: string): ReadonlyMap<string, string> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-photos-'));
  try {
    execFileSync('tar', ['-xf', archive, '-C', scratch]);
    const truth = new Map<string, string>();
    for (const name of classes) {
      const from = path.join(scratch, 'caltech101-40', name);
      for (const [i, file] of readdirSync(from).sort().slice(0, perClass).entries()) {
        const copy = `photo ${String(i * classes.length + classes.indexOf(name)).padStart(3, '0')}.jpg`;
        copyFileSync(path.join(from, file), path.join(folder, copy));
        truth.set(copy, name);
      }
    }
    return truth;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
