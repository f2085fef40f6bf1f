// The class list at its limits: a class of 10,000 images renamed and merged, undo and redo of that.
//   node --import tsx test/acceptance/classes.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDataset } from '../../src/dataset/dataset.ts';
import type { Act } from '../../src/dataset/types.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { report } from '../support/measurement.ts';

const images = 20_000;
const targetMs = 500;

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-classes-'));
  try {
    const rows = Array.from({ length: images }, (_, i) => `${i % 100}/${i}.jpg,${i % 2 ? 'cat' : 'dog'}\n`);
    writeFileSync(path.join(folder, 'labels.csv'), `path,label\n${rows.join('')}`);
    const dataset = await openDataset(optionsFor(folder, { window: 'w' }));
    await dataset.act([{ kind: 'class-add', name: 'cow' }]);
    await dataset.flush();
    const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      const start = performance.now();
      await work();
      const ms = Math.round(performance.now() - start);
      const item = `classes: ${what} of a class of ${images / 2} images, on disk`;
      report({ item, value: ms, unit: 'ms', target: `< ${targetMs}`, pass: ms < targetMs });
      await dataset.flush();
    };
    const acts: readonly [string, Act][] = [
      ['rename', { kind: 'class-rename', name: 'cat', to: 'lynx' }],
      ['merge', { kind: 'class-merge', name: 'lynx', into: 'dog' }],
    ];
    for (const [what, act] of acts) {
      await timed(what, () => dataset.act([act]));
      await timed(`undo of the ${what}`, () => dataset.undo());
      await timed(`redo of the ${what}`, () => dataset.redo());
    }
    await dataset.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
