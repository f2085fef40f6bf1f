import type { Annotation, BatchManifest } from './types.ts';

/** The labels as the engine wants them, in the order of the pool. */
export interface PoolLabels {
  readonly classes: readonly string[];
  /** Class number per row, -1 = not labeled. */
  readonly labels: Int32Array;
  /** The same without the labels that only follow from relations. */
  readonly given: Int32Array;
  /** Rows that may not be picked though unlabeled. */
  readonly excluded: Int32Array;
}

/** Labels of a pool; skipped rows, and those that `isOpen` refuses, are excluded. Labels of other paths are left out. */
export function poolLabels(
  names: readonly string[],
  { annotations, classes }: { annotations: ReadonlyMap<string, Annotation>; classes: readonly string[] },
  isOpen: (row: number) => boolean = () => true,
): PoolLabels {
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const labels = new Int32Array(names.length).fill(-1);
  const given = new Int32Array(names.length).fill(-1);
  const excluded: number[] = [];
  for (const [row, name] of names.entries()) {
    const annotation = annotations.get(name);
    labels[row] = numbers.get(annotation?.label ?? '') ?? -1;
    if (annotation?.source !== 'relation') given[row] = labels[row];
    if (labels[row] < 0 && (annotation?.skipped === true || !isOpen(row))) excluded.push(row);
  }
  return { classes, labels, given, excluded: Int32Array.from(excluded) };
}

/** The labeled rows themselves, as a manifest keeps them. */
export function labeledRows(
  names: readonly string[],
  { labels, given }: Pick<PoolLabels, 'labels' | 'given'>,
): BatchManifest['labeled'] {
  return names.flatMap((path, index) => {
    if (labels[index] < 0) return [];
    const row = { index, path, class: labels[index] };
    return [given[index] < 0 ? { ...row, source: 'relation' } : row];
  });
}
