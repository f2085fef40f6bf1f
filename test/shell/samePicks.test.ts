import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/core/settings.ts';
import { openDataset } from '../../src/dataset/dataset.ts';
import { writeImport } from '../../src/dataset/imports.ts';
import type { BatchPick } from '../../src/dataset/types.ts';
import { startEngine } from '../../src/engine/client.ts';
import { Session } from '../../src/extension/session.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { paintFolder } from '../engine/images.ts';
import { prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';

test('the panel and the command line pick the same images for the same reasons, before and after labels', async () => {
  const folder = path.join(temporaryFolder(), 'panel');
  await paintFolder(folder, 40);
  const settings = { ...readSettings(), batchSize: 6, seed: 3 };
  const session = await openPanelSession(folder, settings);
  const cli = await prepareCli();
  const pickByCli = async (name: string): Promise<readonly BatchPick[]> => {
    const copy = path.join(path.dirname(folder), name);
    await session.dataset.flush();
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    const { out } = await cli(['select', copy, '--budget', '6', '--seed', '3', '--json']);
    return JSON.parse(out).picks;
  };

  const first = await pickByCli('first');
  await session.selectNextBatch();
  expect(session.dataset.batch?.picks).toEqual(first);
  expect(first).toHaveLength(6);

  const labels = first.map(({ path }, i) => ({ kind: 'label', path, label: i % 2 ? 'a' : 'b' }) as const);
  await session.act(labels);
  const second = await pickByCli('second');
  await session.selectNextBatch();
  expect(session.dataset.batch?.picks).toEqual(second);
  expect(second.map((pick) => pick.path)).not.toEqual(first.map((pick) => pick.path));
});

test('imported predictions and the constraints of the settings give the same picks too', async () => {
  const folder = path.join(temporaryFolder(), 'panel');
  const images = await paintFolder(folder, 30);
  cpSync(path.join(folder, images[3].path), path.join(folder, 'copy.jpg'));
  const rows = images.map(({ path: name }, i) => `${name},${i / 30},${1 - i / 30}\n`);
  put(folder, ['p.csv', `path,p_a,p_b\n${rows.join('')}`]);
  await writeImport(folder, 'predictions', { file: path.join(folder, 'p.csv') });
  const settings = {
    ...readSettings(),
    batchSize: 8,
    selector: 'entropy',
    balance: 'class',
    maxPerGroup: 7,
  } as const;
  const session = await openPanelSession(folder, settings);
  const copy = path.join(path.dirname(folder), 'copy');
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
  const words = ['select', copy, '--budget', '8', '--selector', 'entropy', '--balance', 'class'];
  const { out } = await (await prepareCli())([...words, '--max-per-group', '7', '--json']);
  const document = JSON.parse(out);
  await session.selectNextBatch();
  const batch = session.dataset.batch;
  expect(document.picks).toHaveLength(7);
  expect(document.picks[0].reason.text).toContain('p.csv');
  expect(batch?.picks).toEqual(document.picks);
  expect(batch?.constraints).toEqual(document.constraints);
  expect(batch?.classes).toEqual(['a', 'b']);
});

test('features that relations teach give the same picks too, others than the embeddings', async () => {
  const folder = path.join(temporaryFolder(), 'panel');
  const images = await paintFolder(folder, 40);
  const settings = { ...readSettings(), batchSize: 8, selector: 'k-center', features: 'relations' } as const;
  const session = await openPanelSession(folder, settings);
  const paths = images.map((image) => image.path);
  const grid = { kind: 'relation', id: '', query: 'grid', unsure: [] } as const;
  await session.act([{ kind: 'label', path: paths[0], label: 'even' }]);
  await session.act([{ ...grid, anchor: paths[0], same: [2, 4, 6, 8].map((i) => paths[i]), different: [] }]);
  await session.act([{ ...grid, anchor: paths[1], same: [paths[3], paths[5]], different: [paths[0]] }]);
  await session.dataset.flush();
  const copy = path.join(path.dirname(folder), 'copy');
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
  const cli = await prepareCli();
  const pickBy = async (features: string): Promise<{ picks: readonly BatchPick[]; inputs: object }> => {
    const words = ['select', copy, '--budget', '8', '--selector', 'k-center', '--features', features];
    return JSON.parse((await cli([...words, '--json'])).out);
  };
  const { picks, inputs } = await pickBy('relations');
  await session.selectNextBatch();
  const { batch } = session.dataset;
  expect(batch?.picks).toEqual(picks);
  expect(batch?.inputs).toEqual(inputs);
  expect(batch?.features).toBe('relations');
  expect(batch?.labeled.map(({ index, source }) => [index, source])).toEqual([
    [0, undefined],
    ...[2, 4, 6, 8].map((index) => [index, 'relation']),
  ]);
  const plain = await pickBy('embeddings');
  expect(plain.picks.map(({ index }) => index)).not.toEqual(picks.map(({ index }) => index));
  expect(plain.inputs).not.toHaveProperty('relations');
});

async function openPanelSession(folder: string, settings: ReturnType<typeof readSettings>): Promise<Session> {
  const { engineFile } = await buildEngine();
  const engine = startEngine({ engineFile, mediaFolder, threads: 1, log: () => undefined });
  const shell = {
    version: '1.2.3',
    settings: () => settings,
    saveSettings: async () => {},
    openDataset,
    engine: () => engine,
    note: () => {},
  };
  const session = await Session.open(folder, shell);
  onTestFinished(async () => {
    await session.close();
    await engine.stop();
  });
  return session;
}
