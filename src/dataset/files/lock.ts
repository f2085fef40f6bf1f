import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { systemCode, writeError } from './fileErrors.ts';

const staleMs = 5000;

/** Proof that the lock is held; `check` throws once another process has taken it for dead (a laptop that slept). */
export interface Lock {
  check(): void;
}

/**
 * Runs `work` while this process alone, among all that open the same dataset, holds the advisory lock on its
 * `.next-batch` folder (which must exist). A lock left by a killed process is taken over after 5 s.
 */
export async function withLock<T>(folder: string, work: (lock: Lock) => Promise<T>): Promise<T> {
  let lost = false;
  const busy = (): UserError =>
    new UserError('locked', `Another program holds ${folder}; close it, or try again in a few seconds.`, {
      file: folder,
    });
  // Only who writes needs it.
  const { default: lockfile } = await import('proper-lockfile');
  const release = await lockfile
    .lock(folder, {
      lockfilePath: path.join(folder, 'lock'),
      stale: staleMs,
      update: staleMs / 3,
      retries: { retries: 120, factor: 1.2, minTimeout: 10, maxTimeout: 200, randomize: true },
      onCompromised: () => {
        lost = true;
      },
    })
    .catch((error: unknown) => {
      throw systemCode(error) === 'ELOCKED' ? busy() : writeError(error, folder);
    });
  try {
    return await work({
      check: () => {
        if (lost) throw busy();
      },
    });
  } finally {
    if (!lost) await release().catch(() => undefined); // Taken over in this moment: it is no longer ours to release.
  }
}
