import { mkdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { withLock } from '../../dataset/files/lock.ts';
import type { DownloadRequest, HubFile, HubModel } from '../../protocol/encoder.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { Connection } from './connection.ts';
import { downloadFile } from './fileDownload.ts';
import { storageError } from './partFile.ts';

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
