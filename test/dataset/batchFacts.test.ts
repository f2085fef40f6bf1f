import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchFacts, batchFacts } from '../../src/dataset/batchFacts.ts';
import { temporaryFolder } from '../support/datasets.ts';

const manifest = {
  id: '0001',
  time: '2026-01-02T03:04:05.000Z',
  selector: 'auto',
  chosen: { selector: 'prob-cover', why: 'Because.' },
  seed: 7,
  budget: 2,
  inputs: {},
  source: {},
  labeled: [{ index: 3, path: 'c.jpg', class: 0 }],
  excluded: [],
  classes: ['cat'],
  picks: [{ path: 'b.jpg' }, { path: 'a.jpg' }],
};
const points = [0, 1, 2].map((value) => ({ value, measured: 1 - value / 2 }));
const curve = { parameter: 'delta', measure: 'purity', points, chosen: 1 };

function folderOf(changes: Readonly<Record<string, object>>): string {
  const folder = path.join(temporaryFolder(), 'batches');
  mkdirSync(folder);
  for (const [id, change] of Object.entries(changes))
    writeFileSync(path.join(folder, `${id}.json`), JSON.stringify({ ...manifest, id, ...change }));
  return folder;
}

describe('the facts of the batches', () => {
  test('are those of their manifests, the oldest first, read once', async () => {
    const known = new Map<string, BatchFacts>();
    const folder = folderOf({ '0002': { chosen: undefined, selector: 'random' }, '0001': {} });
    const found = await batchFacts(folder, known);
    expect(found[0]).toEqual({
      id: '0001',
      time: manifest.time,
      seed: 7,
      selector: 'prob-cover',
      isAuto: true,
      paths: ['b.jpg', 'a.jpg'],
      labeled: ['c.jpg'],
    });
    expect(found[1]).toMatchObject({ id: '0002', selector: 'random', isAuto: false });
    writeFileSync(path.join(folder, '0001.json'), 'no manifest');
    expect(await batchFacts(folder, known)).toEqual(found);
    expect(await batchFacts(folder, new Map())).toEqual([found[1]]);
  });

  test('have the curve of a parameter where it is one', async () => {
    const bad = [
      null,
      'x',
      { ...curve, points: [] },
      { ...curve, points: [1, null] },
      { ...curve, chosen: '1' },
    ];
    const changes = Object.fromEntries(bad.map((value, i) => [`001${i}`, { curve: value }]));
    const found = await batchFacts(folderOf({ '0001': { curve }, ...changes }), new Map());
    expect(found[0].curve).toEqual(curve);
    expect(found.slice(1).map((facts) => facts.curve)).toEqual(bad.map(() => undefined));
  });
});
