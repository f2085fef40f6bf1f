// A folder in which 100,000 answers about 50,000 images were given: how long until it is open, how long does anything else
// wait meanwhile, and what does the next answer cost?
//   node --import tsx test/acceptance/relationsJournal.ts
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRng } from '../../src/core/rng.ts';
import { openDataset } from '../../src/dataset/dataset.ts';
import { formatLine, type LineBody } from '../../src/dataset/history/lines.ts';
import type { Act } from '../../src/dataset/types.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { median, report } from '../support/measurement.ts';

const answers = 100_000;
const images = 50_000;
const classes = 100;
const labels = 1000;
const acts = 60;

const nameOf = (i: number): string => `folder/image-${String(i).padStart(6, '0')}.jpg`;
const classOf = (i: number): string => `class ${i % classes}`;

/** A true answer: an anchor, two images of its class and one of another. */
function answerOf(id: string, below: (n: number) => number): Act {
  const anchor = below(images);
  const alike = (): number => (anchor % classes) + classes * below(images / classes);
  const same = [alike(), alike()].filter((image) => image !== anchor);
  const different = [(anchor + 1 + below(classes - 1)) % images];
  const names = (rows: readonly number[]): readonly string[] => [...new Set(rows)].map(nameOf);
  return {
    kind: 'relation',
    id,
    query: 'grid',
    anchor: nameOf(anchor),
    same: names(same),
    different: names(different),
    unsure: [],
  };
}

function* journal(below: (n: number) => number): Generator<LineBody> {
  for (let i = 0; i < classes; i++) yield { kind: 'acts', acts: [{ kind: 'class-add', name: classOf(i) }] };
  for (let i = 0; i < labels; i++)
    yield { kind: 'acts', acts: [{ kind: 'label', path: nameOf(i), label: classOf(i) }] };
  for (let i = 0; i < answers; i++) yield { kind: 'acts', acts: [answerOf(`answer ${i}`, below)] };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-relations-'));
  try {
    const random = createRng('relations journal');
    const below = (n: number): number => random.below(n);
    for (const name of ['.next-batch', 'folder']) mkdirSync(path.join(folder, name));
    for (let i = 0; i < images; i++) writeFileSync(path.join(folder, nameOf(i)), '');
    const lines = Array.from(journal(below), (body, i) =>
      formatLine({ id: `line ${i}`, time: '2026-01-01T00:00:00.000Z', window: 'other', ...body }),
    );
    writeFileSync(path.join(folder, '.next-batch/history.jsonl'), lines.join(''));
    // Once to write both views: what is measured is a folder that was used before.
    await (await openDataset(optionsFor(folder))).close();

    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const cpu = process.cpuUsage();
    const start = performance.now();
    const dataset = await openDataset(optionsFor(folder));
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    delay.disable();
    const item = `relations: a folder with ${answers} answers is open`;
    report({
      item,
      value: Math.round(wall),
      unit: `ms (${Math.round((user + system) / 1000)} ms of the processor; relations.jsonl read as well)`,
      target: '',
      pass: null,
    });
    report({
      item: `${item}; the longest that anything else waited`,
      value: Math.round(delay.max / 1e6),
      unit: 'ms',
      target: '',
      pass: null,
    });
    report({
      item: `${item}; images whose label follows`,
      value: dataset.relations.implied,
      unit: `of ${images}`,
      target: '',
      pass: null,
    });

    const costs: number[] = [];
    for (let i = 0; i < acts; i++) {
      const from = performance.now();
      await dataset.act([answerOf(`next ${i}`, below)]);
      costs.push(performance.now() - from);
    }
    report({
      item: `${item}; the next answer is acknowledged`,
      value: Math.round(median(costs) * 10) / 10,
      unit: `ms (median of ${acts}, longest ${Math.round(Math.max(...costs))})`,
      target: '',
      pass: null,
    });
    const from = performance.now();
    await dataset.act([{ kind: 'retract', of: 'answer 50' }]);
    report({
      item: `${item}; one is withdrawn`,
      value: Math.round(performance.now() - from),
      unit: 'ms',
      target: '',
      pass: null,
    });
    const saving = performance.now();
    await dataset.close();
    report({
      item: `${item}; both views are saved`,
      value: Math.round(performance.now() - saving),
      unit: 'ms',
      target: '',
      pass: null,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
