import type { BatchManifest } from '../dataset/types.ts';
import type { PanelBatch, PanelReason } from '../protocol/panel.ts';

/** A batch as a panel shows it. */
export function panelBatch(batch: BatchManifest): PanelBatch {
  const paths = new Map<number, string>();
  for (const { index, path } of [...batch.labeled, ...batch.picks]) paths.set(index, path);
  return {
    id: batch.id,
    selector: batch.chosen?.selector ?? batch.selector,
    why: batch.chosen?.why ?? '',
    notes: batch.notes,
    picks: batch.picks.map(({ path, score, reason }) => ({
      path,
      score,
      reason: panelReason(reason, paths, batch.classes),
    })),
  };
}

/** A reason as it was read from a manifest, which anyone may have edited: only what has the right type is shown. */
function panelReason(
  raw: unknown,
  paths: ReadonlyMap<number, string>,
  classes: readonly string[],
): PanelReason {
  const { text, cluster, typicalityRank, nearestLabeled, gain, prediction, uncertainty } = record(raw);
  const { id, size, labeled } = record(cluster);
  const { index, distance } = record(nearestLabeled);
  const nearest = isNumber(index) ? paths.get(index) : undefined;
  const { class: number, confidence } = record(prediction);
  const label = isNumber(number) ? classes[number] : undefined;
  const { name, value } = record(uncertainty);
  return {
    text: typeof text === 'string' ? text : '',
    ...(isNumber(id) && isNumber(size) && isNumber(labeled) && { cluster: { id, size, labeled } }),
    ...(isNumber(typicalityRank) && { typicalityRank }),
    ...(nearest !== undefined && isNumber(distance) && { nearest: { path: nearest, distance } }),
    ...(isNumber(gain) && { gain }),
    ...(label !== undefined && isNumber(confidence) && { prediction: { label, confidence } }),
    ...(typeof name === 'string' && isNumber(value) && { uncertainty: { name, value } }),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
