import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cancelled, throwIfAborted } from '../core/errors.ts';
import { systemCode } from './files/fileErrors.ts';

const HEARTBEAT_MS = 5000;
const STALE_MS = 30_000;
const RETRY_MS = 200;

/**
 * Waits until this process alone may write to `folder`; gives the way to let go. A lock whose process is dead is taken
 * over at once on the same machine, on another after 30 s without a sign of life. Rejects with `cancelled`.
 */
export async function lockEmbeddings(
  folder: string,
  signal: AbortSignal,
  onWait?: () => void,
): Promise<() => Promise<void>> {
  const file = path.join(folder, 'lock');
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() });
  for (let tries = 0; ; tries++) {
    throwIfAborted(signal);
    if (await claim(file, mine)) break;
    if (await removeStale(file)) continue;
    if (tries % (1000 / RETRY_MS) === 0) onWait?.();
    await wait(RETRY_MS, undefined, { signal: signal as globalThis.AbortSignal }).catch(() => {
      throw cancelled();
    });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS).unref();
  return async () => {
    clearInterval(heartbeat);
    if ((await readFile(file, 'utf8').catch(() => '')) === mine) await rm(file, { force: true });
  };
}

async function claim(file: string, mine: string): Promise<boolean> {
  try {
    await writeFile(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    // On a full disk the file is made before its text fails: it would keep everybody waiting.
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** True if the lock was stale and is out of the way, or is gone. */
async function removeStale(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const state = await stat(file).catch(() => undefined);
  if (text === undefined || state === undefined) return true;
  if (!isDead(text) && Date.now() - state.mtimeMs < STALE_MS) return false;
  // Moved aside first: of several that saw it stale, one moves it, and what it moved is looked at again.
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return true;
  }
  const moved = await readFile(aside, 'utf8').catch(() => '');
  if (moved !== text) await writeFile(file, moved, { flag: 'wx' }).catch(() => undefined);
  await rm(aside, { force: true });
  return true;
}

/** True if a process of this machine held the lock and is gone. A lock cut short by a crash is judged by its age. */
function isDead(text: string): boolean {
  try {
    const { pid, host } = JSON.parse(text) as { pid: number; host: string };
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return systemCode(error) === 'ESRCH';
  }
}
