import type { Annotation, Dataset } from '../dataset/types.ts';
import { type AnnotationPatch, mark } from '../protocol/panel.ts';

/**
 * The wire form of what is known of some paths; undefined: of all images, and of the others there is nothing to know.
 * Paths without a row (their image is missing) are left out.
 */
export function annotationPatch(
  { annotations, rows: rowOf }: Pick<Dataset, 'annotations' | 'rows'>,
  paths: ReadonlySet<string> | undefined,
): AnnotationPatch {
  const size = paths?.size ?? annotations.size;
  const rows = new Int32Array(size);
  const labels = new Int32Array(size);
  const marks = new Uint8Array(size);
  const numberOf = new Map<string, number>();
  let count = 0;
  for (const path of paths ?? annotations.keys()) {
    const row = rowOf.get(path);
    if (row === undefined) continue;
    const annotation = annotations.get(path);
    rows[count] = row;
    labels[count] = numberIn(numberOf, annotation?.label ?? '');
    marks[count] = marksOf(annotation);
    count++;
  }
  return {
    complete: paths === undefined,
    names: [...numberOf.keys()],
    rows: rows.slice(0, count),
    labels: labels.slice(0, count),
    marks: marks.slice(0, count),
  };
}

function numberIn(numbers: Map<string, number>, label: string): number {
  if (label === '') return -1;
  const known = numbers.get(label);
  if (known !== undefined) return known;
  numbers.set(label, numbers.size);
  return numbers.size - 1;
}

function marksOf(annotation: Annotation | undefined): number {
  return (
    (annotation?.skipped ? mark.skipped : 0) +
    (annotation?.flagged ? mark.flagged : 0) +
    (annotation?.source === 'relation' ? mark.implied : 0)
  );
}
