import { hasEmbeddings } from '../dataset/cacheFiles.ts';
import { poolLabels } from '../dataset/poolLabels.ts';
import type { ImageFile } from '../dataset/types.ts';
import type { PanelPredictions } from '../protocol/panel.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { poolRequest, type RoundParts } from './roundParts.ts';

/** What a model said of a list of images: arrays over `images`, class numbers into `names`. */
export interface FolderPredictions extends PanelPredictions {
  readonly images: readonly ImageFile[];
}

/**
 * What the head says of every image, fitted to the labels there are now. Undefined, without a word to the engine, where
 * there is nothing to learn from: no predictions of the person's own, and either fewer than two classes have a label or
 * nothing is embedded.
 */
export async function predictClasses(
  parts: RoundParts,
  options: CallOptions,
): Promise<FolderPredictions | undefined> {
  const { dataset, engine, imports } = parts;
  const isEmbedded = imports.embeddings !== undefined || (await hasEmbeddings(dataset.paths.cache));
  const canFit = isEmbedded && dataset.counts.size >= 2;
  if (!canFit && imports.predictions === undefined) return undefined;
  const { images } = dataset;
  const names = images.map((image) => image.path);
  const pool = poolLabels(names, dataset);
  const { classes, classNames, confidence, head, source, why, accuracy } = await engine.predict(
    poolRequest(parts, pool),
    options,
  );
  return {
    images,
    names: classNames,
    classes,
    confidence,
    head,
    source,
    why,
    ...(accuracy && { accuracy }),
  };
}

/** The same predictions over the images there are now; images that came later have none. */
export function panelPredictions(
  { images: then, classes, confidence, ...told }: FolderPredictions,
  now: readonly ImageFile[],
): PanelPredictions {
  // Copies: what came over a link may be a window into a whole message.
  if (then === now) return { ...told, classes: classes.slice(), confidence: confidence.slice() };
  const rowThen = new Map(then.map(({ path }, row) => [path, row]));
  const rows = now.map(({ path }) => rowThen.get(path) ?? -1);
  return {
    ...told,
    classes: Int32Array.from(rows, (row) => classes[row] ?? -1),
    confidence: Float32Array.from(rows, (row) => confidence[row] ?? 0),
  };
}
