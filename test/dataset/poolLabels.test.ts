import { expect, it } from 'vitest';
import { labeledRows, poolLabels } from '../../src/dataset/poolLabels.ts';
import { replayInputs } from '../../src/dataset/replay.ts';
import type { Annotation, BatchManifest } from '../../src/dataset/types.ts';

const nothing: Annotation = { label: '', skipped: false, flagged: false, source: '' };
const names = ['a', 'b', 'c', 'd'];
const annotations = new Map<string, Annotation>([
  ['a', { ...nothing, label: 'cat' }],
  ['b', { ...nothing, label: 'dog', source: 'relation' }],
  ['c', { ...nothing, skipped: true }],
]);
const pool = poolLabels(names, { annotations, classes: ['cat', 'dog'] });

it('labels that follow from relations are labels, but nobody gave them', () => {
  expect([...pool.labels]).toEqual([0, 1, -1, -1]);
  expect([...pool.given]).toEqual([0, -1, -1, -1]);
  expect([...pool.excluded]).toEqual([2]);
});

it('a manifest says which labels only follow, and choosing again knows', () => {
  const labeled = labeledRows(names, pool);
  expect(labeled).toEqual([
    { index: 0, path: 'a', class: 0 },
    { index: 1, path: 'b', class: 1, source: 'relation' },
  ]);
  const manifest: BatchManifest = {
    id: '0001',
    time: '2026-01-01T00:00:00.000Z',
    version: '1',
    selector: 'random',
    parameters: {},
    seed: 0,
    budget: 1,
    shortfall: 0,
    notes: [],
    encoder: null,
    inputs: { embeddings: '', labels: '', pool: '' },
    source: { kind: 'folder', encoder: { model: 'builtin' } },
    poolSize: 4,
    classes: pool.classes,
    labeled,
    excluded: [2],
    picks: [],
  };
  const { labels, given } = replayInputs(manifest, names, '0001.json');
  expect([labels, given]).toEqual([pool.labels, pool.given]);
});
