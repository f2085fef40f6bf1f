import { onTestFinished } from 'vitest';
import { readSettings, type Settings } from '../../src/core/settings.ts';
import { openDataset } from '../../src/dataset/dataset.ts';
import { Session } from '../../src/extension/session.ts';
import { type FakeEngine, fakeEngine } from './fakeEngine.ts';

export interface OpenSession {
  readonly session: Session;
  readonly engine: FakeEngine;
  /** Errors of work that nobody waited for. */
  readonly notes: readonly unknown[];
  /** Changes settings, as a person does in VS Code. */
  readonly set: (changes: Partial<Settings>) => Promise<void>;
}

/** A session on a folder with a real dataset and an engine that reads nothing, closed when the test is over. */
export async function openSession(
  folder: string,
  settings: Partial<Settings> = {},
  window?: string,
): Promise<OpenSession> {
  const engine = fakeEngine();
  const notes: unknown[] = [];
  let now = settings;
  const set = async (changes: Partial<Settings>): Promise<void> => {
    now = { ...now, ...changes };
    await session.reload();
  };
  const shell = {
    version: '0.0.0',
    settings: () => ({ ...readSettings(), ...now }),
    saveSettings: (_folder: string, changes: Partial<Settings>) => set(changes),
    openDataset,
    engine: () => engine,
    note: (error: unknown) => void notes.push(error),
  };
  const session: Session = await Session.open(folder, shell, window);
  onTestFinished(() => session.close().catch(() => undefined));
  return { session, engine, notes, set };
}
