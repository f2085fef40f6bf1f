import type { FileHandle } from 'node:fs/promises';
import { cancelled, throwIfAborted, UserError } from '../../core/errors.ts';
import { type Answer, ConnectionError } from './connection.ts';

/** Writes what arrives, as fast as the disk takes it. A connection that ends early is a `ConnectionError`. */
export async function pour(
  { body }: Answer,
  handle: FileHandle,
  wanted: number,
  done: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let left = wanted;
  const stop = (): void => void body.destroy(cancelled());
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of readable(body)) {
      throwIfAborted(signal);
      // One byte too many is kept, so that the size tells.
      const bytes = chunk.subarray(0, left + 1);
      await handle.appendFile(bytes);
      left -= bytes.length;
      done(bytes.length);
      if (left < 0) return;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    body.destroy();
  }
  throwIfAborted(signal);
  if (left > 0) throw new ConnectionError('the connection was cut');
}

/** What arrives, piece by piece. A connection that breaks is a `ConnectionError`, unlike what breaks where it is read. */
export async function* readable(body: Answer['body']): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      if (error instanceof UserError) throw error;
      throw new ConnectionError(error instanceof Error ? error.message : String(error));
    });
    if (next.done) return;
    yield next.value as Buffer;
  }
}
