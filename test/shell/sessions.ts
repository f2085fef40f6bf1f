import { onTestFinished } from 'vitest';
import { readSettings, type Settings } from '../../src/core/settings.ts';
import { openDataset } from '../../src/dataset/dataset.ts';
import { Session } from '../../src/extension/session.ts';
import { type FakeEngine, fakeEngine } from './fakeEngine.ts';

export interface OpenSession {
  readonly session: Session;
  readonly engine: FakeEngine;
}

/** A session on a folder with a real dataset and an engine that reads nothing, closed when the test is over. */
export async function openSession(
  folder: string,
  settings: Partial<Settings> = {},
  window?: string,
): Promise<OpenSession> {
  const engine = fakeEngine();
  const shell = {
    version: '0.0.0',
    settings: () => ({ ...readSettings(), ...settings }),
    openDataset,
    engine: () => engine,
  };
  const session = await Session.open(folder, shell, window);
  onTestFinished(() => session.close().catch(() => undefined));
  return { session, engine };
}
