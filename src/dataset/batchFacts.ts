import type { PastRound } from '../core/insights/pastRound.ts';
import type { ParameterCurve } from '../core/selectors/selector.ts';
import { listBatches, readBatch } from './batches.ts';
import { type FileSystem, nodeFileSystem } from './files/fileSystem.ts';
import type { BatchManifest } from './types.ts';

/** What the manifest of a batch says of how it came about. */
export interface BatchFacts extends Pick<BatchManifest, 'id' | 'time' | 'seed'> {
  /** The strategy that ran. */
  readonly selector: string;
  /** Whether `auto` chose it. */
  readonly isAuto: boolean;
  /** Of the picks, in their order. */
  readonly paths: readonly string[];
  /** Of the images that were labeled when it was chosen. */
  readonly labeled: readonly string[];
  /** How a parameter was chosen by the data. */
  readonly curve?: ParameterCurve;
}

/** The facts of the batches in a `batches` folder, the oldest first; manifests that cannot be read are left out. `known` as for summaries. */
export async function batchFacts(
  folder: string,
  known: Map<string, BatchFacts>,
  files: FileSystem = nodeFileSystem,
): Promise<readonly BatchFacts[]> {
  const found: BatchFacts[] = [];
  for (const id of await listBatches(folder, files)) {
    const facts = known.get(id) ?? (await readBatch(folder, id, files).then(factsOf, () => undefined));
    if (facts === undefined) continue;
    known.set(id, facts);
    found.push(facts);
  }
  return found;
}

function factsOf(manifest: BatchManifest): BatchFacts {
  const { id, time, seed, selector, chosen, picks, labeled, curve } = manifest;
  return {
    id,
    time,
    seed,
    selector: chosen?.selector ?? selector,
    isAuto: chosen !== undefined,
    paths: picks.map(({ path }) => path),
    labeled: labeled.map(({ path }) => path),
    ...(isCurve(curve) && { curve }),
  };
}

/** A manifest may come from anyone. */
function isCurve(curve: unknown): curve is ParameterCurve {
  if (typeof curve !== 'object' || curve === null) return false;
  const { parameter, measure, points, chosen } = curve as Partial<Record<keyof ParameterCurve, unknown>>;
  return (
    typeof parameter === 'string' &&
    typeof measure === 'string' &&
    Number.isFinite(chosen) &&
    Array.isArray(points) &&
    points.length > 1 &&
    points.every((point) => Number.isFinite(point?.value) && Number.isFinite(point?.measured))
  );
}

/** The same batches by rows: those of its images, and those that were labeled when it was chosen; images that are gone are left out. */
export function pastRounds(
  batches: readonly BatchFacts[],
  rowOf: ReadonlyMap<string, number>,
): readonly PastRound[] {
  const rows = (paths: readonly string[]): Int32Array =>
    Int32Array.from(paths.flatMap((path) => rowOf.get(path) ?? [])).sort();
  return batches.map(({ labeled, paths }) => ({ labeled: rows(labeled), picks: rows(paths) }));
}
