import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import { expect, it } from 'vitest';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import { parquet } from '../../../src/dataset/formats/parquet.ts';
import { open, put, temporaryFolder } from '../../support/datasets.ts';
import { writeParquet } from '../../support/parquet.ts';

it('has text columns without missing values, and the class list in its notes', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg');
  const dataset = await open(folder);
  await dataset.act([
    { kind: 'class-add', name: 'é' },
    ...dataset.images.map((image) => ({ kind: 'label' as const, path: image.path, label: 'c' })),
  ]);
  const to = path.join(folder, 'out.parquet');
  const split = { by: 'stratified', fraction: 0.5, seed: 0 } as const;
  await exportLabels(parquet, { dataset, to, images: 'copy', split });
  const metadata = parquetMetadata(new Uint8Array(readFileSync(to)).buffer);
  const columns = parquetSchema(metadata).children.map(({ element }) => element);
  expect(columns.map(({ name }) => name)).toEqual(['path', 'label', 'split']);
  expect(
    columns.every((element) => element.repetition_type === 'REQUIRED' && element.converted_type === 'UTF8'),
  ).toBe(true);
  expect(metadata.key_value_metadata).toEqual([{ key: 'next_batch.classes', value: '["é","c"]' }]);
});

it('reads a file of another writer', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg');
  const from = path.join(folder, 'theirs.parquet');
  writeParquet(from, { label: [3n, 1n], path: ['a.jpg', './b.jpg'] }, { gzip: true });
  const imported = await parquet.import?.read({ dataset: await open(folder), from });
  expect(imported).toMatchObject({ classes: ['1', '3'], problems: [] });
  expect(imported?.rows.map(({ label }) => label)).toEqual(['3', '1']);
});

it('names the file and what it lacks', async () => {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', ['no.parquet', 'path,label\n']);
  const dataset = await open(folder);
  const from = path.join(folder, 'theirs.parquet');
  writeParquet(from, { path: ['a.jpg'] });
  await expect(parquet.import?.read({ dataset, from })).rejects.toThrow(`${from} has no column label`);
  await expect(parquet.import?.read({ dataset, from: path.join(folder, 'no.parquet') })).rejects.toThrow(
    'cannot be read as Parquet',
  );
});
