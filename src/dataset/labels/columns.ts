import type { Steps } from '../files/slices.ts';
import type { Annotation } from '../types.ts';
import { orNothing, readSource } from './annotation.ts';
import { cells, rowsPerStep, unquote } from './records.ts';

/** The columns of labels.csv that are ours besides `path`. */
export type Field = 'label' | 'state' | 'flag' | 'source';

export const fields: readonly Field[] = ['label', 'state', 'flag', 'source'];

/** What our cells hold; a column that is not there reads as ''. */
export type FieldValues = Readonly<globalThis.Record<Field, string>>;

const vocabulary: Readonly<globalThis.Record<Exclude<Field, 'label'>, readonly string[]>> = {
  state: ['', 'skip'],
  flag: ['', '1'],
  source: ['', 'relation', 'import', 'rule'],
};

/** Where our columns stand in a file, or under which name one would be added. */
export interface Columns {
  readonly path: number;
  readonly at: ReadonlyMap<Field, number>;
  /** Cells in the header. */
  readonly width: number;
}

export function isHeader(names: readonly string[]): boolean {
  return names.includes('path');
}

/**
 * Finds our columns. A column that is called like one of ours but holds something else belongs to somebody else: then
 * ours goes by the name `next_batch_...`.
 */
export function* findColumns(
  names: readonly string[],
  rows: readonly { readonly raw: string }[],
): Steps<Columns> {
  const at = new Map<Field, number>();
  const path = names.indexOf('path');
  const label = names.indexOf('label');
  if (label >= 0) at.set('label', label);
  for (const field of ['state', 'flag', 'source'] as const)
    for (const name of [field, secondName(field)]) {
      const index = names.indexOf(name);
      if (!at.has(field) && index >= 0 && (yield* holdsOnly(vocabulary[field], index, rows)))
        at.set(field, index);
    }
  return { path, at, width: names.length };
}

function* holdsOnly(
  words: readonly string[],
  column: number,
  rows: readonly { readonly raw: string }[],
): Steps<boolean> {
  for (const [i, { raw }] of rows.entries()) {
    if (i % rowsPerStep === 0) yield;
    if (!words.includes(unquote(cells(raw)[column] ?? ''))) return false;
  }
  return true;
}

/** The name under which a column that is missing is added. */
export function newColumnName(field: Field, names: readonly string[]): string {
  return names.includes(field) ? secondName(field) : field;
}

export function toFields(annotation: Annotation | undefined): FieldValues {
  return {
    label: annotation?.label ?? '',
    state: annotation?.skipped ? 'skip' : '',
    flag: annotation?.flagged ? '1' : '',
    source: annotation?.source ?? '',
  };
}

/** A label beats `skip` where a foreign program wrote both. */
export function fromFields({ label, state, flag, source }: FieldValues): Annotation | undefined {
  return orNothing({
    label,
    skipped: label === '' && state === 'skip',
    flagged: flag === '1',
    source: label === '' ? '' : readSource(source),
  });
}

function secondName(field: Field): string {
  return `next_batch_${field}`;
}
