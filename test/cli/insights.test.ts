import { beforeAll, describe, expect, test } from 'vitest';
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
