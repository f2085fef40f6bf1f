import { poolLabels } from '../../dataset/poolLabels.ts';
import type { PanelSimilar, SimilarAsk } from '../../protocol/clusterPanel.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { poolRequest, type RoundParts } from '../roundParts.ts';

/** As many as a person looks through. */
const mostFound = 120;

/** Looks for images of a folder like some and unlike others, as far as they are embedded. */
export async function similarImages(
  parts: RoundParts,
  { like, unlike, file }: SimilarAsk,
  options: CallOptions,
): Promise<PanelSimilar> {
  const { dataset, engine } = parts;
  const names = dataset.images.map((image) => image.path);
  const rowsOf = (paths: readonly string[]): Int32Array =>
    Int32Array.from(paths.flatMap((path) => dataset.rows.get(path) ?? []));
  const { rows, distances, notes } = await engine.similar(
    {
      ...poolRequest(parts, poolLabels(names, dataset)),
      like: rowsOf(like),
      unlike: rowsOf(unlike),
      ...(file !== undefined && { file }),
      count: mostFound,
    },
    options,
  );
  return { paths: Array.from(rows, (row) => names[row]), distances: [...distances], notes };
}
