import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { cancelled, throwIfAborted, UserError } from '../../core/errors.ts';
import { writeError } from '../../dataset/files/fileErrors.ts';
import { nodeFileSystem } from '../../dataset/files/fileSystem.ts';
import { withLock } from '../../dataset/files/lock.ts';
import { syncFolder } from '../../dataset/files/replaceFile.ts';
import type { DownloadRequest, HubFile, HubListing, HubModel } from '../../protocol/encoder.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { createRateMeter } from '../rateMeter.ts';
import { type Answer, type Connection, ConnectionError } from './connection.ts';
import { checked } from './listing.ts';
import { withRetries } from './retries.ts';

/**
 * Downloads the files of a model into a folder of its own, the ONNX file last: where that one is, all is there and right. Goes
 * on where it stopped, whatever stopped it; a file takes its name only when size and hash are those that the hub named.
 */
export async function downloadModel(
  { listing, folder }: DownloadRequest,
  connection: Connection,
  { signal, progress }: CallContext,
): Promise<{ readonly file: string }> {
  const { model, files } = listing;
  const home = modelHome(folder, model);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const there = await Promise.all(files.map((file) => bytesThere(targetOf(home, file), file)));
  await mustFit(home, total - there.reduce((sum, bytes) => sum + bytes, 0));
  // Two windows that append to one part would spoil it for both.
  await withLock(home, async () => {
    let finished = 0;
    for (const file of files) {
      const target = targetOf(home, file);
      const onProgress: CallContext['progress'] = (one) => {
        const left = one.rate
          ? { rate: one.rate, secondsLeft: (total - finished - one.done) / one.rate }
          : {};
        progress({ phase: 'download', done: finished + one.done, total, ...left });
      };
      await downloadFile({ listing, file, target, connection, signal, progress: onProgress });
      finished += file.bytes;
    }
  });
  return { file: modelFile(folder, model) };
}

/** The ONNX file of a model in the folder that models are kept in: there when it is whole and right. */
export function modelFile(folder: string, model: HubModel): string {
  return path.join(modelHome(folder, model), model.file);
}

function modelHome(folder: string, { id, revision }: HubModel): string {
  return path.join(folder, `${id}-${revision.slice(0, 12)}`);
}

function targetOf(home: string, { name }: HubFile): string {
  const target = path.join(home, name);
  if (!target.startsWith(home + path.sep))
    throw new UserError('bad-input', `The hub names a file ${name}, which is no file of a model.`);
  return target;
}

async function bytesThere(target: string, { bytes }: HubFile): Promise<number> {
  const sizes = await Promise.all(
    [target, `${target}.part`].map(async (file) => (await stat(file).catch(() => undefined))?.size ?? 0),
  );
  return Math.min(bytes, Math.max(...sizes));
}

/** Says so before the first byte where the disk has no room. */
async function mustFit(folder: string, bytes: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize >= bytes) return;
  } catch (error) {
    throw storageError(error, folder);
  }
  throw new UserError(
    'disk-full',
    `The disk of ${folder} has no room for ${Math.ceil(bytes / 1e6)} MB; free some space and choose the model again.`,
    { file: folder },
  );
}

interface FileDownload {
  readonly listing: HubListing;
  readonly file: HubFile;
  readonly target: string;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly progress: CallContext['progress'];
}

async function downloadFile(job: FileDownload): Promise<void> {
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

/** Writes what arrives, as fast as the disk takes it. A connection that ends early is a `ConnectionError`. */
async function pour(
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
      await handle.write(bytes);
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

/** Tells a connection that broke from a disk that did. */
async function* readable(body: Answer['body']): AsyncGenerator<Buffer> {
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

async function isRight(file: string, { bytes, hash }: HubFile, signal: AbortSignal): Promise<boolean> {
  const sum = createHash(hash.kind === 'sha256' ? 'sha256' : 'sha1');
  if (hash.kind === 'git') sum.update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(file)) {
    throwIfAborted(signal);
    sum.update(chunk as Buffer);
  }
  return sum.digest('hex') === hash.hex;
}

async function takeName(part: string, target: string): Promise<void> {
  await rename(part, target);
  await rm(`${part}.etag`, { force: true });
  await syncFolder(nodeFileSystem, path.dirname(target));
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.etag`, { force: true });
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** Where models are kept has no setting: the way out is another than for labels. */
function storageError(error: unknown, file: string): UserError {
  const told = writeError(error, file);
  if (told === error || told.code === 'disk-full') return told;
  return new UserError(
    'not-writable',
    `${file} could not be written, so the model cannot be kept; check its folder.`,
    {
      file,
      cause: error,
    },
  );
}
