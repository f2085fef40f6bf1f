import { describe, expect, it } from 'vitest';
import { labeledRounds } from '../../src/dataset/rounds.ts';
import { put, temporaryFolder } from '../support/datasets.ts';

const manifest = (...paths: readonly string[]): string =>
  JSON.stringify({
    id: '0001',
    selector: 'random',
    seed: 0,
    budget: 1,
    inputs: {},
    source: {},
    classes: ['cat'],
    excluded: [],
    picks: [],
    labeled: paths.map((path, index) => ({ index, path, class: 0 })),
  });

describe('the labels of earlier rounds', () => {
  it('are found by path, the oldest batch first, without images that are gone', async () => {
    const folder = temporaryFolder();
    put(folder, ['0001.json', manifest()], ['0002.json', manifest('c.jpg', 'gone.jpg', 'a.jpg')]);
    expect(await labeledRounds(folder, ['a.jpg', 'b.jpg', 'c.jpg'])).toEqual([
      new Int32Array(0),
      Int32Array.of(0, 2),
    ]);
  });

  it('are those of the last ten batches, and of manifests that can be read', async () => {
    const folder = temporaryFolder();
    const names = Array.from({ length: 12 }, (_, i) => `${i}.jpg`);
    for (const [i, name] of names.entries())
      put(folder, [`${String(i + 1).padStart(4, '0')}.json`, i === 5 ? '{' : manifest(name)]);
    const rounds = await labeledRounds(folder, names);
    expect(rounds.map(([row]) => row)).toEqual([2, 3, 4, 6, 7, 8, 9, 10, 11]);
  });

  it('are none where no batch was chosen yet', async () => {
    expect(await labeledRounds(`${temporaryFolder()}/none`, ['a.jpg'])).toEqual([]);
  });
});
