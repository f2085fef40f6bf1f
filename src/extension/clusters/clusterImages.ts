import { poolLabels } from '../../dataset/poolLabels.ts';
import type { PanelClusters } from '../../protocol/clusterPanel.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { poolRequest, type RoundParts } from '../roundParts.ts';

/** Clusters the images of a folder, or those of them that are named, as far as they are embedded. */
export async function clusterImages(
  parts: RoundParts,
  { k, within }: { readonly k: number | 'auto'; readonly within?: readonly string[] },
  options: CallOptions,
): Promise<PanelClusters> {
  const { dataset, engine, settings } = parts;
  const { images } = dataset;
  const names = images.map((image) => image.path);
  const rows = within && Int32Array.from(within.flatMap((path) => dataset.rows.get(path) ?? []));
  const result = await engine.cluster(
    {
      ...poolRequest(parts, poolLabels(names, dataset)),
      k,
      seed: settings.seed,
      ...(rows && { within: rows }),
    },
    options,
  );
  const { assignments, clusters, silhouettes, notes } = result;
  // Copies: what came over a link may be a window into a whole message.
  if (dataset.images === images) return { assignments: assignments.slice(), clusters, silhouettes, notes };
  const rowThen = new Map(names.map((name, row) => [name, row]));
  const now = dataset.images.map(({ path }) => rowThen.get(path) ?? -1);
  return {
    assignments: Int32Array.from(now, (row) => assignments[row] ?? -1),
    clusters: clusters.map((cluster) => ({
      ...cluster,
      medoid: dataset.rows.get(names[cluster.medoid]) ?? -1,
    })),
    silhouettes,
    notes,
  };
}
