import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/dataset/npy.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

/** 90 points in 3 clusters, of which the first `labeled` have their cluster as label. */
async function points(labeled: number): Promise<string> {
  const folder = temporaryFolder();
  const { points: X, cluster } = clusteredMatrix(90, 6, 3, 1, 0.3);
  await writeNpy(path.join(folder, 'x.npy'), X);
  const rows = Array.from({ length: labeled }, (_, i) => `${i},class ${cluster[i]}\n`);
  put(folder, ['labels.csv', `path,label\n${rows.join('')}`]);
  return folder;
}

const words = ['advise', '--embeddings', 'x.npy', '--labels', 'labels.csv', '--head', 'softmax'];

describe('advise', () => {
  test('says phase, strategy and reason, the facts, the removal test and the stop hint', async () => {
    const { code, out } = await cli([...words, '--total-budget', '30'], { directory: await points(30) });
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'Phase: consolidation',
      'Strategy: max-herding sigma=half-median',
      'There are 30 labels of 3 classes, so the batch takes what represents most images that no label represents yet.',
    ]);
    expect(out).toMatch(/^Labeled: 30 of 90 images, 3 classes, \d+ to \d+ per class$/m);
    expect(out).toMatch(/^Accuracy, cross-validated on the labels: \d+\.\d % ± \d+\.\d$/m);
    expect(out).toMatch(/^ {2}margin {7}\d+\.\d % ± \d+\.\d$/m);
    expect(out).toContain('Stop: All the labels you meant to give are given.');
    expect(out).toContain('  stop   None of the labels you meant to give is left.');
  });

  test('is one document with --json', async () => {
    const { out } = await cli([...words, '--budget', '7', '--json'], { directory: await points(0) });
    expect(JSON.parse(out)).toMatchObject({
      phase: 'discovery',
      selector: 'anchored-k-means',
      params: {},
      facts: { images: 90, labeled: 0, budget: 7 },
      removal: null,
      stop: null,
      seed: 0,
      version: '1.2.3',
      unreadable: [],
    });
  });

  test('compares with the batches of a folder', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 24);
    const label = (count: number): void =>
      put(folder, [
        'labels.csv',
        `path,label\n${names
          .slice(0, count)
          .map((name, i) => `${name},${i % 2}\n`)
          .join('')}`,
      ]);
    label(8);
    await cli(['select', '--budget', '8'], { directory: folder });
    label(16);
    const { out } = await cli(['advise', '--budget', '8', '--head', 'softmax', '--json'], {
      directory: folder,
    });
    const { stop } = JSON.parse(out) as { stop: { signals: { name: string }[] } };
    expect(stop.signals.map(({ name }) => name)).toContain('predictions');
  });
});
