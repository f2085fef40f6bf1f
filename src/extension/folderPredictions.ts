import type { ImageFile } from '../dataset/types.ts';
import type { PanelPredictions } from '../protocol/panel.ts';

/** What a model said of a list of images: arrays over `images`, class numbers into `names`. */
export interface FolderPredictions extends PanelPredictions {
  readonly images: readonly ImageFile[];
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
