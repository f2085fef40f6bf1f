import path from 'node:path';
import { expect, it } from 'vitest';
import type { Imported } from '../../../src/dataset/formats/format.ts';
import { jsonLines } from '../../../src/dataset/formats/jsonLines.ts';
import { open, put, temporaryFolder } from '../../support/datasets.ts';

async function imported(text: string): Promise<Imported | undefined> {
  const folder = temporaryFolder();
  put(folder, 'a.jpg', 'b.jpg', 'c.jpg', ['their.jsonl', text]);
  return jsonLines.import?.read({ dataset: await open(folder), from: path.join(folder, 'their.jsonl') });
}

it('reads the names that others give the two fields, and labels that are numbers', async () => {
  const found = await imported(
    '\ufeff{"path":"a.jpg","label":"x"}\r\n\r\n{"file_name":"b.jpg","label":3}\r\n{"image":"c.jpg","label":null}',
  );
  expect(found).toMatchObject({ classes: ['3', 'x'], problems: [], missing: 0 });
  expect(found?.rows).toEqual([
    { path: 'a.jpg', label: 'x' },
    { path: 'b.jpg', label: '3' },
  ]);
});

it('reads what can be read and names the first line that cannot', async () => {
  const found = await imported(
    '{"path":"a.jpg","label":"x"}\n{"path":\n[1]\n{"label":"y"}\n{"path":"b.jpg","label":{}}\n',
  );
  expect(found?.rows).toEqual([{ path: 'a.jpg', label: 'x' }]);
  expect(found?.problems).toMatchObject([
    {
      kind: 'bad-row',
      message: expect.stringMatching(/^Line 2 of their\.jsonl is not JSON, and 3 more like this/),
    },
  ]);
});

it('refuses a file in which no line can be read', async () => {
  await expect(imported('path,label\na.jpg,x\n')).rejects.toThrow(
    /^Line 1 of their\.jsonl is not JSON, and no other/,
  );
  expect(await imported('')).toMatchObject({ rows: [], problems: [] });
});
