import type { Dataset } from '../dataset/types.ts';

/** How many images carry any label. */
export function labeledCount({ counts }: Pick<Dataset, 'counts'>): number {
  let count = 0;
  for (const images of counts.values()) count += images;
  return count;
}
