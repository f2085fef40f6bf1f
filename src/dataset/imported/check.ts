import type { ImportedFile, ImportKind } from '../../core/types.ts';
import type { Dataset } from '../types.ts';
import { readClusters } from './clusters.ts';
import { matchEmbeddings } from './embeddings.ts';
import type { NamedImages, RowMatch } from './imageRows.ts';
import { readPredictions } from './predictions.ts';
import { readScores } from './scores.ts';

/** What a file would do for a folder. */
export interface ImportSummary {
  /** Images it says something of. */
  readonly matched: number;
  /** Names of the images it says nothing of. */
  readonly missing: readonly string[];
  /** Of predictions: the folder's classes, then those that only the file knows. */
  readonly classes: readonly string[];
  /** Sentences the person should know. */
  readonly notes: readonly string[];
}

/** Reads a file as the engine will when it is used. Throws a `UserError` whose sentence says what to mend. */
export async function checkImport(
  kind: ImportKind,
  imported: ImportedFile,
  { images, classes }: Pick<Dataset, 'images' | 'classes'>,
): Promise<ImportSummary> {
  const named = { names: images.map((image) => image.path), files: images.map((image) => image.file) };
  const read = await readers[kind](imported, named, classes);
  const { matched, missing } = read.match;
  return { matched, missing, classes: read.classes ?? [], notes: read.notes };
}

type Read = (
  imported: ImportedFile,
  images: NamedImages,
  classes: readonly string[],
) => Promise<{
  readonly match: RowMatch;
  readonly notes: readonly string[];
  readonly classes?: readonly string[];
}>;

const readers: Readonly<Record<ImportKind, Read>> = {
  predictions: readPredictions,
  embeddings: matchEmbeddings,
  clusters: readClusters,
  scores: readScores,
};
