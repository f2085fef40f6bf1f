// Insights: seconds to the first and the last word on ten rounds of real images.
//   node --import tsx test/acceptance/insights.ts
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../../src/core/rng.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { type EmbeddedSet, embeddedSet } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';

const rounds = 10;
const cases = [
  { name: 'caltech101-40', perRound: 80 },
  { name: 'cifar10', perRound: 100 },
] as const;

async function main(): Promise<void> {
  const { workerFile } = await buildEngine();
  for (const { name, perRound } of cases) {
    const set = await embeddedSet(name);
    if (set === undefined) skip(`insights: ${name}`, 'the data folder is not here');
    else await measure(set, perRound, workerFile);
  }
}

async function measure(set: EmbeddedSet, perRound: number, workerFile: string): Promise<void> {
  const { name, embeddings, labels, classes, names } = set;
  const order = createRng('rounds').permutation(labels.length);
  const first = (count: number): Int32Array => order.slice(0, count).sort();
  const known = new Set(first(rounds * perRound));
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'insights-')), 'embeddings.npy');
  await writeNpy(file, embeddings);
  const engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 10) / 100;
  let firstCurve = 0;
  const { learning, coverage } = await engine.insights(
    {
      source: { kind: 'file', embeddings: file, names },
      classes,
      labels: labels.map((c, row) => (known.has(row) ? c : -1)),
      excluded: new Int32Array(0),
      budget: perRound,
      seed: 0,
      rounds: Array.from({ length: rounds }, (_, r) => ({
        labeled: first(r * perRound),
        picks: order.slice(r * perRound, (r + 1) * perRound).sort(),
      })),
    },
    {
      signal: new AbortController().signal,
      progress: () => {},
      part: ({ learning: curve }) => {
        if (curve !== null) firstCurve ||= seconds();
      },
    },
  );
  const item = `insights: ${name}, ${labels.length} images, ${rounds} rounds of ${perRound} labels`;
  const told = (what: string, value: number, unit = 's'): void =>
    report({ item: `${item}, ${what}`, value, unit, target: '', pass: null });
  told('until the first curve', firstCurve);
  told('until all is known', seconds());
  const points = learning?.points ?? [];
  told('points of the curve', points.length, 'points');
  const outside = points.filter(
    ({ accuracy, random }) =>
      random !== undefined && Math.abs(accuracy.mean - random.mean) > 2 * random.deviation + 0.005,
  );
  told('points outside the range of random selections, of a random selection', outside.length, 'points');
  told('accuracy now', Math.round(1000 * (points.at(-1)?.accuracy.mean ?? 0)) / 10, '%');
  told('groups with a label', Math.round(1000 * (coverage?.points.at(-1)?.groups ?? 0)) / 10, '%');
  await engine.close();
}

void main();
