import { beforeAll, describe, expect, test } from 'vitest';
import { insightsReport } from '../../src/cli/commands/insights.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

describe('insights', () => {
  test('have a line for each batch of a folder, and one for now', async () => {
    const folder = temporaryFolder();
    const names = await paintPictures(folder, 24);
    const label = (count: number): void => {
      const rows = names.slice(0, count).map((name, i) => `${name},${i % 2}\n`);
      put(folder, ['labels.csv', `path,label\n${rows.join('')}`]);
    };
    label(8);
    await cli(['select', '--budget', '4'], { directory: folder });
    label(16);
    const { code, out } = await cli(['insights'], { directory: folder });
    expect(code).toBe(0);
    expect(out).toMatch(/^ {5}8 {2}\d+\.\d % ± \d+\.\d .* \d+\.\d % ± \d+\.\d/m);
    expect(out).toMatch(/^ {4}16 {2}\d+\.\d % ± \d+\.\d/m);
    const { out: json } = await cli(['insights', '--json'], { directory: folder });
    expect(JSON.parse(json)).toMatchObject({
      learning: { heldOut: 16, points: [{ labels: 8 }, { labels: 16 }] },
      coverage: { images: 24 },
      seed: 0,
      version: '1.2.3',
    });
  });

  test('have a line for each point of either curve', () => {
    const covered = { radius: 1, mean: 1, covered: 1, near: 1 };
    const text = insightsReport({
      coverage: {
        points: [4, 12].map((labels) => ({ labels, groups: labels / 20, ...covered })),
        images: 20,
        groups: 5,
        reach: 1,
      },
      learning: {
        points: [8, 12].map((labels) => ({ labels, accuracy: { mean: labels / 20, standardError: 0.1 } })),
        heldOut: 12,
        labels: 12,
        repeats: 1,
      },
      agreements: [],
      stop: null,
      seconds: 1,
    });
    expect(text).toMatch(/^ {5}4 .*-.* 20\.0 %$/m);
    expect(text).toMatch(/^ {5}8 .*40\.0 % ± 10\.0 .*-$/m);
    expect(text).toMatch(/^ {4}12 .*60\.0 % ± 10\.0 .* 60\.0 %$/m);
  });

  test('say what is missing where nothing can be measured', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 4);
    const { code, out } = await cli(['insights'], { directory: folder });
    expect([code, out.trim()]).toEqual([
      0,
      'No labeled image is embedded: label some, and run `next-batch embed` first.',
    ]);
  });
});
