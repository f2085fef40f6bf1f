import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { exportLabels } from '../../../src/dataset/formats/exportLabels.ts';
import type { Exported, ExportRequest, Format } from '../../../src/dataset/formats/format.ts';
import { jsonLines } from '../../../src/dataset/formats/jsonLines.ts';
import { labelsCsv } from '../../../src/dataset/formats/labelsCsv.ts';
import { parquet } from '../../../src/dataset/formats/parquet.ts';
import type { Annotation } from '../../../src/dataset/types.ts';
import { open, put, temporaryFolder } from '../../support/datasets.ts';

/** Exports two labels, the second of which only follows from relations, as does one of an image that is gone. */
async function exported(
  format: Format,
  request: Partial<ExportRequest> = {},
): Promise<Exported & { readonly file: string }> {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg');
  const { paths, images } = await open(folder);
  const labeled = (source: Annotation['source']): Annotation => ({
    label: 'cat',
    skipped: false,
    flagged: false,
    source,
  });
  const annotations = new Map([
    ['a.jpg', labeled('')],
    ['b.jpg', labeled('relation')],
    ['gone.jpg', labeled('relation')],
  ]);
  const dataset = { paths, images, classes: ['cat'], annotations };
  const file = path.join(folder, 'exported');
  return { ...(await exportLabels(format, { dataset, to: file, images: 'copy', ...request })), file };
}

describe('labels that follow from relations', () => {
  it('are written, and say so where the format has a place for it', async () => {
    const csv = await exported(labelsCsv);
    expect(csv.count).toBe(2);
    // Nobody gave a label to the image that is gone.
    expect(csv.problems).toEqual([]);
    expect(readFileSync(csv.file, 'utf8')).toBe('path,label,source\na.jpg,cat,\nb.jpg,cat,relation\n');
    const lines = readFileSync((await exported(jsonLines)).file, 'utf8').split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '{"path":"a.jpg","label":"cat"}',
      '{"path":"b.jpg","label":"cat","source":"relation"}',
    ]);
    const table = readFileSync((await exported(parquet)).file);
    const { children } = parquetSchema(parquetMetadata(new Uint8Array(table).buffer));
    expect(children.map(({ element }) => element.name)).toEqual(['path', 'label', 'source']);
  });

  it('are left out where only given ones are wanted, without a word on images that are gone', async () => {
    const { file, count, problems } = await exported(labelsCsv, { onlyGiven: true });
    expect(count).toBe(1);
    expect(problems).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('path,label\na.jpg,cat\n');
  });
});
