// Lists 100,000 files in 1,000 folders as the extension does, against find printing path, size and time of each.
//   node --import tsx test/acceptance/listing.ts
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inSlices } from '../../src/dataset/files/slices.ts';
import { listFolder } from '../../src/dataset/listing/listFolder.ts';
import { Pool } from '../../src/dataset/listing/pool.ts';
import { datasetPaths } from '../../src/dataset/paths.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { largeFolder } from '../support/largeFolder.ts';
import { median, report, skip } from '../support/measurement.ts';

const item = 'listing: 100,000 files in 1,000 folders, warm, against find';
const runs = 5;
const lister = path.resolve('dist/lister.js');

async function main(): Promise<void> {
  const { folder, paths } = await largeFolder({ images: 100_000, folders: 1000, labels: 20_000 });
  if (find(folder) === undefined) return skip(item, 'there is no find that knows -printf');
  const ours: Record<'thread' | 'here', number[]> = { thread: [], here: [] };
  const theirs: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const times = [
      find(folder) ?? 0,
      await list(folder, paths.length, lister),
      await list(folder, paths.length),
    ];
    if (run === 0) continue; // Warms the cache of the disk.
    theirs.push(times[0]);
    ours.thread.push(times[1]);
    ours.here.push(times[2]);
  }
  for (const [where, times] of Object.entries(ours)) {
    const ratio = median(times) / median(theirs);
    report({
      item: `${item}, ${where === 'thread' ? 'in the thread of the extension' : 'in the process of the command line'}`,
      value: Math.round(ratio * 100) / 100,
      unit: `x find (median of ${runs}: ${Math.round(median(times))} ms, find ${Math.round(median(theirs))} ms)`,
      target: '<= 3',
      pass: ratio <= 3,
    });
  }
}

/** Milliseconds; undefined = it cannot. */
function find(folder: string): number | undefined {
  const start = performance.now();
  const { status } = spawnSync('find', [folder, '-type', 'f', '-printf', '%p %s %T@\n'], { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : undefined;
}

/** Milliseconds until the images are there as a dataset holds them. */
async function list(folder: string, expected: number, thread?: string): Promise<number> {
  const { include, exclude, respectGitignore } = optionsFor(folder);
  const paths = datasetPaths(optionsFor(folder));
  const start = performance.now();
  const found = await listFolder(
    { paths, options: { include, exclude, respectGitignore } },
    { lister: thread },
  );
  const { rows } = await inSlices(Pool.from(found, paths.home));
  const time = performance.now() - start;
  if (rows.size !== expected) throw new Error(`Listed ${rows.size} of ${expected} images.`);
  return time;
}

void main();
