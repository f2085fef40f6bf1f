import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readImports, writeImport } from '../../src/dataset/imports.ts';
import { put, read, temporaryFolder } from '../support/datasets.ts';

test('files are kept by kind, those of the folder relative to it, and taken out again', async () => {
  const home = temporaryFolder();
  expect(await readImports(home)).toEqual({});
  const predictions = { file: path.join(home, 'runs/p.npy'), names: path.join(home, 'runs/n.txt') };
  const scores = { file: path.resolve('/elsewhere/s.csv') };
  await writeImport(home, 'predictions', predictions);
  await writeImport(home, 'scores', scores);
  expect(JSON.parse(read(home, '.next-batch/imports.json'))).toEqual({
    predictions: { file: 'runs/p.npy', names: 'runs/n.txt' },
    scores,
  });
  expect(await readImports(home)).toEqual({ predictions, scores });
  await writeImport(home, 'predictions', undefined);
  expect(await readImports(home)).toEqual({ scores });
  expect(readdirSync(path.join(home, '.next-batch'))).toEqual(['imports.json']);
});

test.each([
  '',
  '[]',
  '{ "scores": 3 }',
  '{ "scores": { "file": 1 } }',
  '{ "scores": { "file": "s", "names": 2 } }',
])('something else in imports.json is refused: %s', async (text) => {
  const home = temporaryFolder();
  put(home, ['.next-batch/imports.json', text]);
  await expect(readImports(home)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/imports\.json does not say which files are imported; delete it/),
  });
});
