import { clusterImages, describeOwnClusters, type ImageClusters } from '../../core/cluster/clusterImages.ts';
import { UserError } from '../../core/errors.ts';
import { type LoadedMatrix, withNote } from './matrixLoader.ts';
import type { ClusterWork } from './nativeApi.ts';
import { coreContext, type JobContext } from './workedPool.ts';

/** Clusters a pool beside its matrix; where the person has clusters of their own, these are taken unless one is to be split. */
export async function runClusters(
  { clusters, k, seed, within }: ClusterWork,
  loaded: LoadedMatrix | undefined,
  context: JobContext,
): Promise<ImageClusters> {
  const core = coreContext(context);
  if (clusters !== undefined && within === undefined)
    return describeOwnClusters(clusters, loaded?.matrix, core);
  if (loaded === undefined) throw new UserError('internal', 'Clusters need embeddings.');
  const found = await clusterImages(loaded.matrix, { k, seed, ...(within && { within }) }, core);
  return { ...found, notes: withNote(loaded, found.notes) };
}
