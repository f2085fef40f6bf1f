import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

async function points(labeled: number): Promise<string> {
  const folder = temporaryFolder();
  const { points: X, cluster } = clusteredMatrix(90, 6, 3, 1, 0.3);
  await writeNpy(path.join(folder, 'x.npy'), X);
  const rows = Array.from({ length: labeled }, (_, i) => `${i},class ${cluster[i]}\n`);
  put(folder, ['labels.csv', `path,label\n${rows.join('')}`]);
  return folder;
}

const pool = ['--embeddings', 'x.npy', '--labels', 'labels.csv', '--budget', '5', '--seed', '2'];

interface Document {
  readonly strategies: readonly {
    readonly selector: string;
    readonly picks?: readonly unknown[];
    readonly error?: string;
  }[];
  readonly overlaps: readonly (readonly ({ common: number } | null)[])[];
}

describe('compare', () => {
  test('shows a table, what the batches share and the classes that are expected', async () => {
    const words = ['compare', ...pool, '--selectors', 'random,typiclust,max-herding:sigma=median'];
    const { code, out } = await cli(words, { directory: await points(12) });
    expect(code).toBe(0);
    expect(out).toMatch(/^Before: 12 labeled, 78 to choose from; mean distance to a label 0\.\d+, largest/);
    expect(out).toMatch(/^\* the best +random +typiclust +max-herding/m);
    expect(out).toMatch(/^clusters touched +\d( \*)? +\d( \*)? +\d/m);
    expect(out).toMatch(/^ {2}random, typiclust: \d \(\d+ % of their picks\)$/m);
    expect(out).toMatch(/^ {2}typiclust: class \d \d/m);
  });

  test('says why there is nothing to choose, once for all strategies', async () => {
    const { code, err } = await cli(['compare', ...pool, '--selectors', 'random,typiclust'], {
      directory: await points(90),
    });
    expect(code).toBe(0);
    expect(err.trim().split('\n')).toEqual([expect.stringMatching(/labeled/)]);
  });

  test('is one document with --json, with the picks that select gives, and records nothing', async () => {
    const directory = await points(0);
    const words = ['compare', ...pool, '--selectors', 'typiclust,margin', '--json'];
    const { out } = await cli(words, { directory });
    const { strategies, overlaps } = JSON.parse(out) as Document;
    const alone = await cli(['select', ...pool, '--selector', 'typiclust', '--json'], { directory });
    expect(strategies[0]?.picks).toEqual((JSON.parse(alone.out) as { picks: unknown }).picks);
    expect(strategies[1]).toMatchObject({
      selector: 'margin',
      error: expect.stringContaining('two classes'),
    });
    expect(overlaps[0]?.[1]).toBeNull();
  });

  test('says what is wrong with a list of strategies', async () => {
    const directory = await points(0);
    for (const [list, words] of [
      ['random', /^A comparison is of 2 to 4 strategies; 1 is named\./],
      ['random,tipyclust', /did you mean typiclust/],
    ] as const) {
      const { code, err } = await cli(['compare', ...pool, '--selectors', list], { directory });
      expect(code).toBe(2);
      expect(err).toMatch(words);
    }
  });
});
