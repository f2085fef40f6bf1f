// The picks of the authors' published code (fixtures/official-picks.json), exactly, through the built command line.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dataFolder, report, skip } from '../support/measurement.ts';

interface Official {
  readonly labeled: readonly number[];
  readonly budget: number;
  readonly clusters?: readonly number[];
  readonly picks: readonly number[];
  /** All else: parameters, by the names of `--param`. */
  readonly [parameter: string]: unknown;
}

const fixtures = path.resolve(dataFolder, '../fixtures');
const embeddings = path.join(fixtures, 'blobs2000x64.npy');
const selectors = ['typiclust', 'k-center', 'max-herding', 'prob-cover'];

/** A one-dimensional int32 array in NumPy's format, version 1.0. */
function npyOf(values: readonly number[]): Buffer {
  const description = `{'descr': '<i4', 'fortran_order': False, 'shape': (${values.length},), }`;
  const header = `${description.padEnd(128 - 10 - 1)}\n`;
  const length = Buffer.from([header.length & 255, header.length >> 8]);
  const start = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  return Buffer.concat([start, length, Buffer.from(header), Buffer.from(Int32Array.from(values).buffer)]);
}

function picksOf(selector: string, official: Official, folder: string): readonly number[] {
  const { labeled, budget, clusters, picks: _, ...parameters } = official;
  const words = ['--selector', selector, '--embeddings', embeddings, '--budget', String(budget)];
  for (const [name, value] of Object.entries(parameters)) words.push('--param', `${name}=${value}`);
  if (clusters !== undefined) {
    writeFileSync(path.join(folder, 'clusters.npy'), npyOf(clusters));
    words.push('--clusters', path.join(folder, 'clusters.npy'));
  }
  if (labeled.length > 0) {
    writeFileSync(
      path.join(folder, 'labels.csv'),
      `path,label\n${labeled.map((row) => `${row},a\n`).join('')}`,
    );
    words.push('--labels', path.join(folder, 'labels.csv'));
  }
  const command = ['dist/cli.js', 'select', ...words, '--json'];
  const output = execFileSync(process.execPath, command, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { picks } = JSON.parse(output) as { readonly picks: readonly { readonly index: number }[] };
  return picks.map(({ index }) => index);
}

function main(): void {
  const file = path.join(fixtures, 'official-picks.json');
  if (!existsSync(file)) {
    skip('official picks', 'the fixtures are not here');
    return;
  }
  const official = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Official>>;
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-picks-'));
  for (const selector of selectors) {
    const expected = official[selector].picks;
    const found = picksOf(selector, official[selector], folder);
    const same = found.filter((index, rank) => index === expected[rank]).length;
    const pass = same === expected.length && found.length === expected.length;
    report({
      item: `official picks of ${selector}`,
      value: same,
      unit: 'picks',
      target: `${expected.length}`,
      pass,
    });
  }
  rmSync(folder, { recursive: true });
}

main();
