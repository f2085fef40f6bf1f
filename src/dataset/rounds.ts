import { listBatches, readBatch } from './batches.ts';
import { type FileSystem, nodeFileSystem } from './files/fileSystem.ts';

/** Batches looked back at: two that count, and some of which hardly an image was labeled. */
const lookBack = 10;

/**
 * The rows that were labeled when each of the last ten batches of a `batches` folder was chosen, ascending, the oldest batch
 * first. Images that are gone are left out, and so are manifests that cannot be read: there is only less to compare with.
 */
export async function labeledRounds(
  folder: string,
  names: readonly string[],
  files: FileSystem = nodeFileSystem,
): Promise<readonly Int32Array[]> {
  const rows = new Map(names.map((name, row) => [name, row]));
  const ids = (await listBatches(folder, files)).slice(-lookBack);
  const manifests = await Promise.all(ids.map((id) => readBatch(folder, id, files).catch(() => undefined)));
  return manifests
    .filter((manifest) => manifest !== undefined)
    .map(({ labeled }) => Int32Array.from(labeled.flatMap(({ path }) => rows.get(path) ?? [])).sort());
}
