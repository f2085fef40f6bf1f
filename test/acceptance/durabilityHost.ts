// Labels in a real VS Code as fast as acts are acknowledged, kills the extension host by its pid at a random moment, and
// looks at what is left.
//   node --import tsx test/acceptance/durabilityHost.ts [--runs 40] [--seed N]
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRng } from '../../src/core/rng.ts';
import { type HostRun, type HostRunner, openHostRunner } from '../e2e/hostRun.ts';
import { serverUnsupported } from '../e2e/server.mjs';
import type { Attempt } from '../support/durability/driver.ts';
import { setScene } from '../support/durability/scene.ts';
import { faultsOf } from '../support/durability/verdict.ts';
import { report, skip } from '../support/measurement.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
});
const item = 'durability: extension host killed while labeling in VS Code';
const longestRunMs = 1500;

async function main(): Promise<void> {
  const reason = serverUnsupported();
  if (reason !== undefined) return skip(item, reason);
  const first = Number(values.seed);
  const runs = Number(values.runs);
  const totals = { failed: 0, acknowledged: 0, cut: 0 };
  const runner = await openHostRunner('labelUntilKilled');
  try {
    for (let seed = first; seed < first + runs; seed++) {
      const { faults, attempts } = await play(runner, seed);
      const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged').length;
      totals.acknowledged += acknowledged;
      totals.cut += attempts.length - acknowledged;
      if (faults.length > 0) totals.failed++;
      console.error(
        `seed ${seed}: ${acknowledged} acknowledged, ${faults.length === 0 ? 'ok' : faults.join('; ')}`,
      );
    }
  } finally {
    await runner.close();
  }
  const isMeaningful = totals.acknowledged >= runs;
  report({
    item,
    value: totals.failed,
    unit: `failed runs of ${runs}`,
    target: '0',
    pass: totals.failed === 0 && isMeaningful,
  });
  report({
    item: `${item}: acts acknowledged, cut off by the kill (seeds ${first} to ${first + runs - 1})`,
    value: `${totals.acknowledged}, ${totals.cut}`,
    unit: 'acts',
    target: '',
    pass: null,
  });
}

async function play(
  runner: HostRunner,
  seed: number,
): Promise<{ readonly faults: readonly string[]; readonly attempts: readonly Attempt[] }> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'next-batch-durability-'));
  const folder = path.join(scratch, 'images');
  mkdirSync(folder);
  try {
    const foreign = setScene(folder);
    const run = await runner.start({ folder, seed });
    run.go();
    await wait(createRng(`extension host ${seed}`).next() * longestRunMs);
    process.kill(run.pid, 'SIGKILL');
    await runner.leave();
    const attempts = attemptsOf(run);
    const faults = await faultsOf(folder, new Map([[windowOf(folder), attempts]]), foreign);
    return { faults, attempts };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function attemptsOf(run: HostRun): Attempt[] {
  const attempts: Attempt[] = [];
  for (const [word, image, label] of run.lines())
    if (word === 'tried') attempts.push({ path: String(image), label: String(label), outcome: 'tried' });
    else if (word === 'acknowledged')
      attempts.push({ ...(attempts.pop() as Attempt), outcome: 'acknowledged' });
  return attempts;
}

/** The name under which the extension host wrote its acts; it chose that itself. */
function windowOf(folder: string): string {
  const file = path.join(folder, '.next-batch/history.jsonl');
  const named = /"window":("[^"]*")/.exec(readIfThere(file));
  return named ? JSON.parse(named[1]) : 'none';
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Killed before the first act.
  }
}

void main();
