// Kills whatever owns the journal at random moments and looks at what is left.
//   node --import tsx test/acceptance/durability.ts [--driver FILE] [--only KIND] [--scale 0.1] [--seed N]
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createRng, type Rng } from '../../src/core/rng.ts';
import type { Driver, StartDriver } from '../support/durability/driver.ts';
import startProcess from '../support/durability/processDriver.ts';
import { editAsAnother, type Foreign, setScene } from '../support/durability/scene.ts';
import { faultsOf } from '../support/durability/verdict.ts';
import { report, skip } from '../support/measurement.ts';

const { values } = parseArgs({
  options: {
    driver: { type: 'string' },
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});

interface Stage {
  readonly folder: string;
  readonly foreign: Map<string, Foreign>;
  readonly random: Rng;
  readonly seed: number;
  readonly start: StartDriver;
}

interface Kind {
  readonly name: string;
  readonly item: string;
  readonly runs: number;
  /** Plays one run; returns the drivers by writer, all of them ended. */
  readonly play: (stage: Stage) => Promise<ReadonlyMap<string, Driver>>;
}

const longestRunMs = 600;

const kinds: readonly Kind[] = [
  {
    name: 'plain',
    item: 'durability: killed while labeling',
    runs: 100,
    async play({ folder, random, seed, start }) {
      const driver = await start({ folder, writer: 'first', seed });
      await setTimeout(random.next() * longestRunMs);
      await driver.kill();
      return new Map([['first', driver]]);
    },
  },
  {
    name: 'second-writer',
    item: 'durability: killed while a second process labels the same folder',
    runs: 50,
    async play({ folder, random, seed, start }) {
      const begin = (writer: string): Promise<Driver> => start({ folder, writer, seed });
      const [first, second] = await Promise.all([begin('first'), begin('second')]);
      await setTimeout(random.next() * longestRunMs);
      await first.kill();
      await setTimeout(random.next() * 200);
      if (random.next() < 0.5) await second.kill();
      else await second.stop();
      return new Map([
        ['first', first],
        ['second', second],
      ]);
    },
  },
  {
    name: 'full-disk',
    item: 'durability: killed on a disk that is full (tmpfs of 2 MB)',
    runs: 20,
    async play({ folder, random, seed, start }) {
      const filler = path.join(folder, 'filler');
      const driver = await start({ folder, writer: 'first', seed });
      fill(filler, random.below(16_384));
      await setTimeout(random.next() * longestRunMs);
      if (random.next() < 0.5) {
        rmSync(filler, { force: true });
        await setTimeout(random.next() * longestRunMs);
      }
      await driver.kill();
      rmSync(filler, { force: true });
      return new Map([['first', driver]]);
    },
  },
  {
    name: 'replaced',
    item: 'durability: killed while another program replaces labels.csv',
    runs: 20,
    async play({ folder, foreign, random, seed, start }) {
      const driver = await start({ folder, writer: 'first', seed });
      for (let turn = 0; turn < 6; turn++) {
        await setTimeout(random.next() * longestRunMs);
        editAsAnother(folder, foreign, seed + turn);
      }
      await setTimeout(random.next() * longestRunMs);
      await driver.kill();
      return new Map([['first', driver]]);
    },
  },
];

/** Fills the disk that holds `file`, up to `left` bytes. */
function fill(file: string, left: number): void {
  const page = Buffer.alloc(4096);
  let size = 0;
  const descriptor = openSync(file, 'w');
  try {
    for (;;) size += writeSync(descriptor, page);
  } catch {
    ftruncateSync(descriptor, Math.max(0, size - left)); // Full: this is what we came for.
  } finally {
    closeSync(descriptor);
  }
}

async function runKind(kind: Kind, start: StartDriver): Promise<void> {
  const base = Number(values.seed);
  const runs = Math.max(1, Math.round(kind.runs * Number(values.scale)));
  const counts = { failed: 0, acknowledged: 0, refused: 0, cut: 0, edits: 0 };
  for (let seed = base; seed < base + runs; seed++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-durability-'));
    const isDisk = kind.name === 'full-disk';
    try {
      if (isDisk) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
      const images = path.join(folder, 'images');
      mkdirSync(images);
      const foreign = setScene(images);
      const random = createRng(`${kind.name} ${seed}`);
      const drivers = await kind.play({ folder: images, foreign, random, seed, start });
      const attempts = new Map([...drivers].map(([writer, driver]) => [writer, driver.attempts]));
      const faults = await faultsOf(images, attempts, foreign);
      const all = [...attempts.values()].flat();
      const count = (outcome: string): number => all.filter((attempt) => attempt.outcome === outcome).length;
      counts.acknowledged += count('acknowledged');
      counts.refused += count('refused');
      counts.cut += count('tried');
      if (faults.length > 0) counts.failed++;
      const edits = [...foreign.values()].filter(({ label }) => label.startsWith('edited')).length;
      counts.edits += edits;
      const outcome = faults.length === 0 ? 'ok' : `FAILED: ${faults.slice(0, 5).join('; ')}`;
      console.error(
        `${kind.name} seed ${seed}: ${count('acknowledged')} acknowledged, ${count('refused')} refused, ${edits} rows edited, ${outcome}`,
      );
    } finally {
      if (isDisk) execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  }
  report({
    item: kind.item,
    value: counts.failed,
    unit: `failed runs of ${runs}`,
    target: '0',
    pass: counts.failed === 0,
  });
  report({
    item: `${kind.item}: acts acknowledged, refused, cut off by the kill, rows edited by another (seeds ${base} to ${base + runs - 1})`,
    value: `${counts.acknowledged}, ${counts.refused}, ${counts.cut}, ${counts.edits}`,
    unit: 'acts',
    target: '',
    pass: null,
  });
}

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const start: StartDriver =
    values.driver === undefined
      ? startProcess
      : (await import(pathToFileURL(path.resolve(values.driver)).href)).default;
  for (const kind of kinds) {
    if (values.only !== undefined && values.only !== kind.name) continue;
    if (kind.name === 'full-disk' && !canMount())
      skip(kind.item, 'a tmpfs can be mounted only as root on Linux');
    else await runKind(kind, start);
  }
}

void main();
