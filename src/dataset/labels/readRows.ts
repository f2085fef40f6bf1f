import { decode } from '../files/bytes.ts';
import type { Steps } from '../files/slices.ts';
import type { Annotation, Problem } from '../types.ts';
import { sameAnnotation } from './annotation.ts';
import { classNameFault } from './classNames.ts';
import { type Columns, type Field, fromFields } from './columns.ts';
import { cells, type Record, rowsPerStep, unquote } from './records.ts';
import type { Row } from './sheet.ts';

interface ReadRows {
  readonly rows: Row[];
  readonly annotations: Map<string, Annotation>;
  readonly problems: Problem[];
  readonly hasBadRows: boolean;
}

/** Reads the records behind the header. What cannot be read is kept as it is and reported with its line. */
export function* readRows(body: readonly Record[], columns: Columns, name: string): Steps<ReadRows> {
  const annotations = new Map<string, Annotation>();
  const seen = new Map<string, Annotation | undefined>();
  const problems: Problem[] = [];
  const badClasses = new Set<string>();
  let hasBadRows = false;
  const rows: Row[] = [];
  for (const [i, record] of body.entries()) {
    if (i % rowsPerStep === 0) yield;
    if (record.raw.trim() === '') {
      rows.push({ raw: record.raw, path: undefined });
      continue;
    }
    const read = readRow(record, columns);
    if (typeof read === 'string') {
      hasBadRows = true;
      problems.push({
        kind: 'bad-row',
        message: `Line ${record.line} of ${name} ${read}; it is kept and not used, correct it in a text editor.`,
        line: record.line,
      });
      rows.push({ raw: record.raw, path: undefined });
      continue;
    }
    const { path, annotation } = read;
    if (seen.has(path) && !sameAnnotation(seen.get(path), annotation))
      problems.push({
        kind: 'duplicate-row',
        message: `${path} has two different rows in ${name}; the one on line ${record.line} counts, delete the other.`,
        path,
        line: record.line,
      });
    seen.set(path, annotation);
    if (annotation === undefined) annotations.delete(path);
    else annotations.set(path, annotation);
    const fault =
      annotation === undefined || annotation.label === '' ? undefined : classNameFault(annotation.label);
    if (annotation !== undefined && fault !== undefined && !badClasses.has(annotation.label)) {
      badClasses.add(annotation.label);
      problems.push({
        kind: 'bad-class',
        message: `The class on line ${record.line} of ${name} ${fault}; rename the class.`,
        path,
        line: record.line,
      });
    }
    rows.push({ raw: record.raw, path });
  }
  return { rows, annotations, problems, hasBadRows };
}

/** The path and annotation of a record, or what is wrong with it. */
function readRow(
  record: Record,
  columns: Columns,
): { readonly path: string; readonly annotation: Annotation | undefined } | string {
  if (record.isBroken) return 'opens a quote that is never closed';
  const values = cells(record.raw).map(unquote);
  const needed = Math.max(columns.path, columns.at.get('label') ?? 0) + 1;
  if (values.length < needed) return `has ${values.length} of the ${needed} columns it needs`;
  const path = decode(values[columns.path] ?? '');
  if (path === undefined) return 'has a path that is not UTF-8';
  if (path === '') return 'has no path';
  const read = (field: Field): string | undefined => {
    const index = columns.at.get(field);
    return index === undefined ? '' : decode(values[index] ?? '');
  };
  const label = read('label');
  if (label === undefined) return 'has a label that is not UTF-8';
  const annotation = fromFields({
    label,
    state: read('state') ?? '',
    flag: read('flag') ?? '',
    source: read('source') ?? '',
  });
  return { path, annotation };
}
