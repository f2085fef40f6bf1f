import { Worker } from 'node:worker_threads';
import { cancelled, throwIfAborted, UserError, withOwnErrors } from '../../core/errors.ts';
import { inSlices } from '../files/slices.ts';
import type { ListAnswer } from './lister.ts';
import { type PackedList, packList } from './packedList.ts';
import type { ListRequest } from './walk.ts';

export interface ListHow {
  readonly signal?: AbortSignal | undefined;
  /** Absolute path of the built `lister.js`: the folder is then listed in a thread of its own. */
  readonly lister?: string | undefined;
}

/**
 * Lists the images of a folder as `walk` does, in a thread where there is one to be had, else here, in slices. Rejects
 * with a `UserError` if the folder itself cannot be read, or with `cancelled`.
 */
export async function listFolder(
  request: ListRequest,
  { signal, lister }: ListHow = {},
): Promise<PackedList> {
  throwIfAborted(signal);
  const answer = lister === undefined ? undefined : await askThread(lister, request, signal);
  if (answer === undefined) return listHere(request, signal);
  if ('list' in answer) return answer.list;
  const { code, message, file } = answer.error;
  throw new UserError(code, message, file === undefined ? {} : { file });
}

async function listHere(request: ListRequest, signal: AbortSignal | undefined): Promise<PackedList> {
  const { walk } = await import('./walk.ts');
  return withOwnErrors(async () => packList(await inSlices(walk(request), signal)));
}

/** Nearly all that a listing makes is thrown away at once: with little room for it, it takes half the memory, and less time. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/** Undefined: the thread could not be started, or it died. */
function askThread(
  lister: string,
  request: ListRequest,
  signal: AbortSignal | undefined,
): Promise<ListAnswer | undefined> {
  return new Promise((resolve, reject) => {
    let thread: Worker;
    try {
      // Not the arguments of this process, which may be for a debugger or a test runner.
      thread = new Worker(lister, { workerData: request, execArgv: [], resourceLimits });
    } catch {
      resolve(undefined);
      return;
    }
    const abort = (): void => {
      void thread.terminate();
      reject(cancelled());
    };
    signal?.addEventListener('abort', abort, { once: true });
    thread.once('message', (answer: ListAnswer) => resolve(answer));
    thread.once('error', () => resolve(undefined));
    thread.once('exit', () => {
      signal?.removeEventListener('abort', abort);
      resolve(undefined);
    });
  });
}
