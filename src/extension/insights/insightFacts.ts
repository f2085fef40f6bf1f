import { type BatchFacts, batchFacts } from '../../dataset/batchFacts.ts';
import { hasEmbeddings } from '../../dataset/cacheFiles.ts';
import { readPace } from '../../dataset/pace.ts';
import type { Dataset } from '../../dataset/types.ts';
import type { InsightFacts, PanelPastBatch } from '../../protocol/insightsPanel.ts';
import type { RoundParts } from '../roundParts.ts';

/** What journal and manifests say of a labeling. `known`: batches that were read before. */
export async function insightFacts(
  { dataset, settings, imports }: Pick<RoundParts, 'dataset' | 'settings' | 'imports'>,
  known: Map<string, BatchFacts>,
): Promise<InsightFacts> {
  const { paths } = dataset;
  const [{ secondsOf, perHour, medianSeconds, ...pace }, batches] = await Promise.all([
    readPace(paths.history),
    batchFacts(paths.batches, known),
  ]);
  return {
    isEmbedded: imports.embeddings !== undefined || (await hasEmbeddings(paths.cache)),
    totalBudget: settings.totalBudget,
    pace: { ...pace, perHour: perHour ?? null, medianSeconds: medianSeconds ?? null },
    batches: batches.map((batch) => pastBatch(batch, dataset, secondsOf)),
  };
}

function pastBatch(
  { paths, labeled: before, ...batch }: BatchFacts,
  { annotations }: Pick<Dataset, 'annotations'>,
  secondsOf: ReadonlyMap<string, number>,
): PanelPastBatch {
  let labeled = 0;
  let skipped = 0;
  for (const path of paths) {
    const annotation = annotations.get(path);
    if ((annotation?.label ?? '') !== '') labeled++;
    else if (annotation?.skipped === true) skipped++;
  }
  const times = paths.flatMap((path) => secondsOf.get(path) ?? []);
  return {
    ...batch,
    size: paths.length,
    labeled,
    skipped,
    labeledBefore: before.length,
    seconds: times.length === 0 ? null : times.reduce((sum, seconds) => sum + seconds, 0),
  };
}
