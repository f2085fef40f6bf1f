// Labels images one after the other in a folder of 100,000 with 20,000 labels, and writes and fsyncs as many bytes to a
// file beside the journal between two acts: how much longer is an act on its way than the disk needs?
//   node --import tsx test/acceptance/labelLatency.ts
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDataset } from '../../src/dataset/dataset.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { largeFolder } from '../support/largeFolder.ts';
import { report } from '../support/measurement.ts';

const item = 'label latency: acknowledged, 100,000 images and 20,000 labels';
const acts = 500;
const warmUp = 50;
/** A person who labels as fast as anybody can: twenty keys a second. */
const restMs = 25;
const line = Buffer.from(`${'x'.repeat(180)}\n`);

async function main(): Promise<void> {
  const { folder, paths, classes } = await largeFolder({ images: 100_000, folders: 1000, labels: 20_000 });
  const dataset = await openDataset(optionsFor(folder), { lister: path.resolve('dist/lister.js') });
  const file = await open(path.join(folder, '.next-batch/fsync-baseline'), 'a');
  const ours: number[] = [];
  const disk: number[] = [];
  for (let i = 0; i < warmUp + acts; i++) {
    const act = { kind: 'label', path: paths[i * 101 + 1], label: classes[i % classes.length] } as const;
    const acknowledged = await timed(() => dataset.act([act]));
    await wait(restMs);
    const synced = await timed(() => writeAndSync(file));
    await wait(restMs);
    if (i < warmUp) continue;
    ours.push(acknowledged);
    disk.push(synced);
  }
  await file.close();
  await dataset.close();
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const ratio = quantile(ours, share) / quantile(disk, share);
    report({
      item: `${item}, ${name} against write and fsync of as many bytes in the same run`,
      value: Math.round(ratio * 100) / 100,
      unit: `x (${quantile(ours, share).toFixed(2)} ms, disk ${quantile(disk, share).toFixed(2)} ms, ${acts} of each in turn)`,
      target: name === 'p95' ? '<= 2' : '',
      pass: name === 'p95' ? ratio <= 2 : null,
    });
  }
}

async function writeAndSync(file: FileHandle): Promise<void> {
  await file.write(line);
  await file.sync();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)];
}

void main();
