// Kills whoever answers which images show the same at random moments and looks at what is left.
//   node --import tsx test/acceptance/relationsDurability.ts [--scale 0.1] [--seed N]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRng, type Rng } from '../../src/core/rng.ts';
import type { Driver } from '../support/durability/driver.ts';
import { startRelationsProcess } from '../support/durability/processDriver.ts';
import { setRelationsScene } from '../support/durability/relationsScene.ts';
import { relationsFaultsOf } from '../support/durability/relationsVerdict.ts';
import { report } from '../support/measurement.ts';

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
});
const longestRunMs = 600;

const kinds = [
  { item: 'relations: killed while answering', runs: 100, writers: ['first'] },
  {
    item: 'relations: killed while a second process answers in the same folder',
    runs: 30,
    writers: ['first', 'second'],
  },
] as const;

/** Lets the writers go on for a while, and kills them one after the other. */
async function play(
  folder: string,
  writers: readonly string[],
  random: Rng,
  seed: number,
): Promise<readonly Driver[]> {
  const drivers = await Promise.all(writers.map((writer) => startRelationsProcess({ folder, writer, seed })));
  await setTimeout(random.next() * longestRunMs);
  for (const driver of drivers) {
    await driver.kill();
    await setTimeout(random.next() * 200);
  }
  return drivers;
}

async function runKind({ item, runs: all, writers }: (typeof kinds)[number]): Promise<void> {
  const base = Number(values.seed);
  const runs = Math.max(1, Math.round(all * Number(values.scale)));
  const counts = { failed: 0, acknowledged: 0, refused: 0, cut: 0 };
  for (let seed = base; seed < base + runs; seed++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-durability-'));
    try {
      setRelationsScene(folder);
      const drivers = await play(folder, writers, createRng(`${item} ${seed}`), seed);
      const attempts = new Map(drivers.map(({ attempts: tried }, i) => [writers[i], tried]));
      const faults = await relationsFaultsOf(folder, attempts);
      const tried = [...attempts.values()].flat();
      const count = (outcome: string): number =>
        tried.filter((attempt) => attempt.outcome === outcome).length;
      counts.acknowledged += count('acknowledged');
      counts.refused += count('refused');
      counts.cut += count('tried');
      if (faults.length > 0) counts.failed++;
      console.error(
        `${writers.join(' and ')}, seed ${seed}: ${count('acknowledged')} acknowledged, ${faults.length === 0 ? 'ok' : `FAILED: ${faults.slice(0, 5).join('; ')}`}`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  report({
    item,
    value: counts.failed,
    unit: `failed runs of ${runs}`,
    target: '0',
    pass: counts.failed === 0,
  });
  report({
    item: `${item}: acts acknowledged, refused, cut off by the kill (seeds ${base} to ${base + runs - 1})`,
    value: `${counts.acknowledged}, ${counts.refused}, ${counts.cut}`,
    unit: 'acts',
    target: '',
    pass: null,
  });
}

async function main(): Promise<void> {
  for (const kind of kinds) await runKind(kind);
}

void main();
