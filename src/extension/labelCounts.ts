import type { Annotation } from '../dataset/types.ts';

/** How many images carry each label; labels nobody used are absent. */
export function labelCounts(annotations: ReadonlyMap<string, Annotation>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of annotations.values())
    if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** How many images carry any label. */
export function labeledCount(annotations: ReadonlyMap<string, Annotation>): number {
  let count = 0;
  for (const { label } of annotations.values()) if (label !== '') count++;
  return count;
}
