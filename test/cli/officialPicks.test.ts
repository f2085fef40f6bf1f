import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Cli, prepareCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/datasets.ts';
import { dataFolder } from '../support/measurement.ts';

// What the authors' published code picks (README there); the numbers are not ours to copy, so they are looked for.
const fixtures = path.resolve(dataFolder, '../fixtures');
const isThere = existsSync(path.join(fixtures, 'official-picks.json'));
if (!isThere) console.warn(`skipped: there are no official picks in ${fixtures}`);

interface Official {
  readonly budget: number;
  readonly picks: readonly number[];
  readonly clusters?: readonly number[];
  readonly labeled: readonly number[];
  readonly [parameter: string]: unknown;
}

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

test.skipIf(!isThere).each(['typiclust', 'k-center', 'max-herding', 'prob-cover'])(
  'the command line picks for %s what the published code picks',
  async (selector) => {
    const folder = temporaryFolder();
    const all = JSON.parse(readFileSync(path.join(fixtures, 'official-picks.json'), 'utf8'));
    const { budget, picks, clusters, labeled, ...parameters } = all[selector] as Official;
    expect(labeled).toEqual([]);
    const words = [
      'select',
      '--embeddings',
      path.join(fixtures, all.matrix.split(' ')[0]),
      '--selector',
      selector,
    ];
    for (const [name, value] of Object.entries(parameters)) words.push('--param', `${name}=${value}`);
    if (clusters !== undefined) {
      writeFileSync(path.join(folder, 'ids.npy'), idsAsNpy(clusters));
      words.push('--clusters', 'ids.npy');
    }
    const { code, out } = await cli([...words, '--budget', String(budget), '--json'], { directory: folder });
    expect(code).toBe(0);
    const found = JSON.parse(out).picks.map(({ index }: { index: number }) => index);
    expect(found).toEqual(picks);
  },
);

function idsAsNpy(ids: readonly number[]): Buffer {
  const text = `{'descr': '<i4', 'fortran_order': False, 'shape': (${ids.length},), }`.padEnd(117);
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  return Buffer.concat([head, Buffer.from(`${text}\n`), Buffer.from(Int32Array.from(ids).buffer)]);
}
