import { listBatches, readBatch } from './batches.ts';
import { type FileSystem, nodeFileSystem } from './files/fileSystem.ts';
import type { Annotation, BatchManifest } from './types.ts';

/** A batch as it is listed: what its manifest says, without all that was labeled then. */
export interface BatchSummary extends Pick<BatchManifest, 'id' | 'time'> {
  /** The strategy that ran. */
  readonly selector: string;
  /** Of the picks, in their order. */
  readonly paths: readonly string[];
}

/**
 * The batches in a `batches` folder, the newest first; manifests that cannot be read are left out. A manifest never changes:
 * those that `known` has are not read again, and those that are read are added to it.
 */
export async function batchSummaries(
  folder: string,
  known: Map<string, BatchSummary>,
  files: FileSystem = nodeFileSystem,
): Promise<readonly BatchSummary[]> {
  const ids = (await listBatches(folder, files)).reverse();
  const found: BatchSummary[] = [];
  for (const id of ids) {
    const summary = known.get(id) ?? (await readBatch(folder, id, files).then(summarized, () => undefined));
    if (summary === undefined) continue;
    known.set(id, summary);
    found.push(summary);
  }
  return found;
}

/** How many of these images are labeled or skipped. */
export function decidedCount(
  paths: readonly string[],
  annotations: ReadonlyMap<string, Pick<Annotation, 'label' | 'skipped'>>,
): number {
  let count = 0;
  for (const path of paths) {
    const { label = '', skipped = false } = annotations.get(path) ?? {};
    if (label !== '' || skipped) count++;
  }
  return count;
}

function summarized({ id, time, selector, chosen, picks }: BatchManifest): BatchSummary {
  return { id, time, selector: chosen?.selector ?? selector, paths: picks.map(({ path }) => path) };
}
