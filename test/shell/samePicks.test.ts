import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/core/settings.ts';
import { openDataset } from '../../src/dataset/dataset.ts';
import type { BatchPick } from '../../src/dataset/types.ts';
import { startEngine } from '../../src/engine/client.ts';
import { Session } from '../../src/extension/session.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { paintFolder } from '../engine/images.ts';
import { prepareCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/datasets.ts';

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
