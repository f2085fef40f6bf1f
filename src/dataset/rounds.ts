import { listBatches, readBatch } from './batches.ts';
import { type FileSystem, nodeFileSystem } from './files/fileSystem.ts';

/**
 * The rows that were labeled when each of the last batches of a `batches` folder was chosen, ascending, the oldest batch
 * first. Images that are gone are left out, and so are manifests that cannot be read: `Dataset.problems` tells of them.
 */
export async function labeledRounds(
  folder: string,
  names: readonly string[],
  { count, files = nodeFileSystem }: { readonly count: number; readonly files?: FileSystem },
): Promise<readonly Int32Array[]> {
  const rows = new Map(names.map((name, row) => [name, row]));
  const ids = (await listBatches(folder, files)).slice(-count);
  const manifests = await Promise.all(ids.map((id) => readBatch(folder, id, files).catch(() => undefined)));
  return manifests
    .filter((manifest) => manifest !== undefined)
    .map(({ labeled }) => Int32Array.from(labeled.flatMap(({ path }) => rows.get(path) ?? [])).sort());
}
