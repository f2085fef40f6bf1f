import { setTimeout as wait } from 'node:timers/promises';
import { cancelled, throwIfAborted, UserError } from '../../core/errors.ts';
import { ConnectionError } from './connection.ts';

const firstPauseMs = 500;
const maxTries = 5;

/**
 * Does `attempt` until it succeeds, with longer and longer pauses after failures that may be over in a moment. Five in a row in
 * which nothing `moved` end it with one sentence.
 */
export async function withRetries<T>(
  host: string,
  signal: AbortSignal,
  attempt: () => Promise<T>,
  moved: () => boolean = () => false,
  pauseMs = firstPauseMs,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    throwIfAborted(signal);
    try {
      return await attempt();
    } catch (error) {
      throwIfAborted(signal);
      if (!isPassing(error)) throw error;
      if (moved()) failures = 1;
      if (failures >= maxTries) throw unreachable(host, error);
      await wait(pauseMs * 2 ** (failures - 1), undefined, { signal }).catch(() => {
        throw cancelled();
      });
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof UserError && error.code === 'closed');
}

function unreachable(host: string, cause: unknown): UserError {
  const why = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
  return new UserError(
    'not-readable',
    `${host} could not be reached (${why}); try again later, and the download goes on where it stopped.`,
    { cause },
  );
}
