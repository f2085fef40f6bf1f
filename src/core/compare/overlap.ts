/** What two batches share. */
export interface Overlap {
  readonly common: number;
  /** Common picks over all picks of both, 0 to 1 (Jaccard); 0 where both are empty. */
  readonly jaccard: number;
}

export function overlapOf(a: Iterable<number>, b: Iterable<number>): Overlap {
  const [first, second] = [new Set(a), new Set(b)];
  const common = [...first].filter((row) => second.has(row)).length;
  const all = first.size + second.size - common;
  return { common, jaccard: all === 0 ? 0 : common / all };
}
