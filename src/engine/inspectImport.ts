import { matchEmbeddings } from '../dataset/imported/embeddings.ts';
import { readPredictions } from '../dataset/imported/predictions.ts';
import type { InspectImportRequest, InspectImportResult } from '../protocol/engine.ts';

/** Reads a file of the person's own and says what of it can be used. Rejects with the sentence of what is wrong with it. */
export async function inspectImport(request: InspectImportRequest): Promise<InspectImportResult> {
  const { kind, imported, classes } = request;
  const images = {
    names: request.images.map(({ path }) => path),
    files: request.images.map(({ file }) => file),
  };
  if (kind === 'embeddings') {
    const { match, notes } = await matchEmbeddings(imported, images);
    return { matched: match.matched, classes, notes };
  }
  const { match, classes: all, notes } = await readPredictions(imported, images, classes);
  return { matched: match.matched, classes: all, notes };
}
