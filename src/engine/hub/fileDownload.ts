import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { HubFile, HubListing } from '../../protocol/encoder.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { createRateMeter } from '../rateMeter.ts';
import { type Answer, type Connection, ConnectionError } from './connection.ts';
import { checked } from './listing.ts';
import { forget, isRight, sizeOf, storageError, takeName } from './partFile.ts';
import { pour } from './pour.ts';
import { withRetries } from './retries.ts';

interface FileDownload {
  readonly listing: HubListing;
  readonly file: HubFile;
  readonly target: string;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly progress: CallContext['progress'];
}

/** Downloads one file into `<target>.part`, which takes its name when size and hash are right, and is deleted if they are not. */
export async function downloadFile(job: FileDownload): Promise<void> {
  const { file, target, connection, signal } = job;
  if (
    (await stat(target).catch(() => undefined))?.size === file.bytes &&
    (await isRight(target, file, signal))
  )
    return;
  const part = `${target}.part`;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    let before = -1;
    let now = await sizeOf(part);
    if (now >= file.bytes && !(await isRight(part, file, signal))) {
      await forget(part);
      now = 0;
    }
    while (now < file.bytes) {
      const moved = (): boolean => now > before;
      await withRetries(
        connection.host,
        signal,
        async () => {
          before = await sizeOf(part);
          try {
            await fetchRest(job, part);
          } finally {
            now = await sizeOf(part);
          }
        },
        moved,
      );
    }
    if (now !== file.bytes || !(await isRight(part, file, signal))) {
      await forget(part);
      throw new UserError(
        'bad-input',
        `What ${connection.host} gave for ${file.name} is not what it announced (its ${file.hash.kind === 'sha256' ? 'sha256' : 'hash'} differs), so it was deleted; try again, or download it by hand.`,
        { file: target },
      );
    }
    await takeName(part, target);
  } catch (error) {
    throw error instanceof ConnectionError ? error : storageError(error, target);
  }
}

/** Fetches what is missing of a file, or the whole of it where the server cannot go on or has another file now. */
async function fetchRest(job: FileDownload, part: string): Promise<void> {
  const { listing, file, connection, signal, progress } = job;
  const from = await sizeOf(part);
  const tag = from === 0 ? '' : await readFile(`${part}.etag`, 'utf8').catch(() => '');
  const headers: Record<string, string> =
    from === 0 ? {} : { range: `bytes=${from}-`, ...(tag && { 'if-range': tag }) };
  const name = file.name.split('/').map(encodeURIComponent).join('/');
  const answer = await connection.get(
    `/${listing.model.repository}/resolve/${listing.commit}/${name}`,
    headers,
    signal,
  );
  if (answer.status === 416) {
    answer.body.destroy();
    await forget(part);
    throw new ConnectionError('the part that was there did not fit');
  }
  checked(answer, listing.model, connection.host);
  const goesOn = answer.status === 206 && startOf(answer) === from;
  if (answer.status === 206 && !goesOn) {
    answer.body.destroy();
    await forget(part);
    throw new ConnectionError('the server sent another part than the one asked for');
  }
  const etag = answer.headers.etag ?? '';
  if (!goesOn && !etag.startsWith('W/')) await writeFile(`${part}.etag`, etag);
  const handle = await open(part, goesOn ? 'a' : 'w');
  const meter = createRateMeter('download', file.bytes, progress, goesOn ? from : 0);
  try {
    await pour(answer, handle, file.bytes - (goesOn ? from : 0), meter.done, signal);
    await handle.sync();
  } finally {
    await handle.close();
  }
  meter.finish();
}

function startOf({ headers }: Answer): number {
  return Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? -1);
}
