import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { readParquetLabels } from '../imported/parquetFile.ts';
import { orderedClasses } from './classList.ts';
import {
  allWritten,
  type Content,
  type Format,
  type Imported,
  type ImportRequest,
  type Written,
} from './format.ts';
import { matchLabels } from './imageNames.ts';

/** One row group: what is encoded without a pause. */
const groupRows = 10_000;
/** Under which the class list stands in the file. */
const classesKey = 'next_batch.classes';

/** A table with the columns `path` and `label`, and the class list in the notes of the file. */
export const parquet: Format = {
  id: 'parquet',
  title: 'Parquet',
  detail: 'One table with path and label; pandas, Polars, DuckDB and Hugging Face read it.',
  import: { takes: ['parquet'], read },
  export: { makes: 'file', extension: '.parquet', holdsImages: false, write },
};

async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const { names, labels: texts, note } = await readParquetLabels(from, classesKey);
  const labels = names.flatMap((name, i) => (texts[i] === '' ? [] : [{ name, label: texts[i] ?? '' }]));
  const matched = await matchLabels({ dataset, from, signal }, path.dirname(from), labels);
  return { ...matched, classes: orderedClasses(listOf(note), labels) };
}

async function write({ samples, classes, sides, step }: Content, target: string): Promise<Written> {
  const { ParquetWriter, fileWriter, schemaFromColumnData } = await import('hyparquet-writer');
  const columns = [
    { name: 'path', data: samples.map(({ image }) => image.path) },
    { name: 'label', data: samples.map(({ label }) => label) },
    ...(sides.length > 1 ? [{ name: 'split', data: samples.map(({ side }) => side ?? '') }] : []),
    ...(samples.some(({ isImplied }) => isImplied)
      ? [{ name: 'source', data: samples.map(({ isImplied }) => (isImplied ? 'relation' : '')) }]
      : []),
  ].map((column) => ({ ...column, type: 'STRING', nullable: false }) as const);
  const writer = new ParquetWriter({
    writer: fileWriter(target),
    schema: schemaFromColumnData({ columnData: columns }),
    kvMetadata: [{ key: classesKey, value: JSON.stringify(classes) }],
    createdBy: 'Next Batch',
  });
  for (let from = 0; from < samples.length; from += groupRows) {
    const to = Math.min(samples.length, from + groupRows);
    await writer.write({
      columnData: columns.map(({ name, data }) => ({ name, data: data.slice(from, to) })),
      rowGroupSize: groupRows,
    });
    await breathe();
    step(to);
  }
  await writer.finish();
  return allWritten;
}

/** The class list of a file that we wrote; none for another one. */
function listOf(note: string | undefined): readonly string[] {
  try {
    const list: unknown = JSON.parse(note ?? '[]');
    return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
