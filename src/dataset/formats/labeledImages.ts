import { UserError } from '../../core/errors.ts';
import { compareUtf8 } from '../files/byteOrder.ts';
import type { Annotation, Dataset } from '../types.ts';
import type { ImportedRow } from './format.ts';

/** The labeled paths of a dataset and what is known of them, in pool order. */
export function labeledImages(
  dataset: Dataset,
): { readonly path: string; readonly annotation: Annotation }[] {
  return [...dataset.annotations]
    .filter(([, { label }]) => label !== '')
    .map(([path, annotation]) => ({ path, annotation }))
    .sort((a, b) => compareUtf8(a.path, b.path));
}

/** The classes of imported rows by name, for sources that have no order of their own. */
export function sortedClasses(rows: readonly ImportedRow[]): string[] {
  return [...new Set(rows.map(({ label }) => label))].sort(compareUtf8);
}

/** An export never overwrites. */
export function alreadyThere(file: string): UserError {
  return new UserError('bad-input', `${file} is already there and is not overwritten; name another place.`, {
    file,
  });
}
