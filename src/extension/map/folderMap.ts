import { poolLabels } from '../../dataset/poolLabels.ts';
import type { ImageFile } from '../../dataset/types.ts';
import type { PanelMap, PanelMapFrame } from '../../protocol/mapPanel.ts';
import type { ProjectionFrame } from '../../protocol/projection.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { embeddingsName, poolRequest, type RoundParts } from '../roundParts.ts';

/** UMAP's usual ones. */
const neighbors = 15;
const minDistance = 0.1;

/** Where a list of images lies, and by which embeddings. */
export interface FolderMap extends ProjectionFrame {
  readonly images: readonly ImageFile[];
  /** As `embeddingsName` has it: a map by other embeddings is another map. */
  readonly embeddings: string;
  readonly notes: readonly string[];
}

/** Lays out the images of a folder, as far as they are embedded; tells each stage of it. */
export async function layOutImages(
  parts: RoundParts,
  { onPart, ...options }: CallOptions<FolderMap>,
): Promise<FolderMap> {
  const { dataset, engine, settings } = parts;
  const { images } = dataset;
  const embeddings = embeddingsName(parts);
  const names = images.map((image) => image.path);
  const mapOf = ({ method, points, share }: ProjectionFrame, notes: readonly string[]): FolderMap => ({
    images,
    embeddings,
    method,
    // A copy: what came over a link may be a window into a whole message.
    points: points.slice(),
    share,
    notes,
  });
  const result = await engine.project(
    {
      ...poolRequest(parts, poolLabels(names, dataset)),
      method: 'umap',
      seed: settings.seed,
      neighbors,
      minDistance,
    },
    { ...options, onPart: (frame) => onPart?.(mapOf(frame, [])) },
  );
  return mapOf(result, result.notes);
}

/** The same over the images there are now: those that came later have no place, those that are gone are on it no longer. */
export function frameOver(map: FolderMap, now: readonly ImageFile[]): PanelMapFrame {
  const { images, method, share, points } = map;
  if (images === now) return { method, share, points };
  const rowThen = new Map(images.map(({ path }, row) => [path, row]));
  const moved = new Float32Array(2 * now.length).fill(Number.NaN);
  for (const [row, { path }] of now.entries()) {
    const then = rowThen.get(path);
    if (then !== undefined) moved.set(points.subarray(2 * then, 2 * then + 2), 2 * row);
  }
  return { method, share, points: moved };
}

/** A map that is done, over the images there are now. */
export function mapOver(map: FolderMap, now: readonly ImageFile[]): PanelMap {
  const frame = frameOver(map, now);
  let missing = 0;
  for (let at = 0; at < frame.points.length; at += 2) if (Number.isNaN(frame.points[at])) missing++;
  return { ...frame, missing, notes: map.notes };
}
