import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npyHeader } from '../../src/dataset/npy.ts';
import type { BadInput } from './badInput.ts';
import { paintPictures } from './pictures.ts';

/** What may be wrong with files of the person's own that reach the command line. */
export const badImports: readonly BadInput[] = [
  own(
    'probabilities of another class list',
    'path,p_cat,p_owl\na/00.png,0.5,0.5\n',
    /p\.csv has another class list: it knows owl, .* lacks dog/,
  ),
  own(
    'probabilities that do not sum to 1',
    'path,p_cat,p_dog\na/00.png,0.5,0.4\n',
    /Line 2 of .*p\.csv sums to 0\.9, not to 1/,
  ),
  own(
    'probabilities with NaN',
    'path,p_cat,p_dog\na/00.png,nan,0.4\n',
    /Line 2 of .*p\.csv has no number in column p_cat/,
  ),
  own(
    'negative probabilities',
    'path,p_cat,p_dog\na/00.png,-1,2\n',
    /Line 2 of .* the negative number -1 in column p_cat/,
  ),
  own('probabilities of one class', 'path,p_cat\na/00.png,1\n', /p\.csv knows one class only/),
  own('probabilities without classes', 'path,cat,dog\na/00.png,1,0\n', /p\.csv has no column p_<class>/),
  own(
    'probabilities of other images',
    'path,p_cat,p_dog\nz.png,1,0\n',
    /No row of .*p\.csv is about an image of this pool/,
  ),
  own(
    'probabilities of some images',
    'path,p_cat,p_dog\na/02.png,0.5,0.5\n',
    /p\.csv says nothing of 5 images/,
    0,
  ),
  own(
    'probabilities of unknown images too',
    'path,p_cat,p_dog\na/02.png,0.5,0.5\nz.png,1,0\n',
    /1 row of p\.csv is about images that are not here/,
    0,
  ),
  own(
    'probabilities in a spreadsheet',
    'PK',
    /p\.xlsx is none of the files that are read: \.csv, \.parquet and \.npy/,
    1,
    'p.xlsx',
  ),
  own('Parquet file that is text', 'path', /p\.parquet cannot be read as Parquet/, 1, 'p.parquet'),
  {
    name: 'names file with another count, for probabilities',
    make: async (folder) => {
      await paintPictures(folder, 3);
      writeFileSync(
        path.join(folder, 'p.npy'),
        Buffer.concat([npyHeader(3, 2), Buffer.from(Float32Array.of(1, 0, 0, 1, 1, 0).buffer)]),
      );
      writeFileSync(path.join(folder, 'n.txt'), 'a/00.png\n');
    },
    words: ['select', '--selector', 'margin', '--probabilities', 'p.npy', '--names', 'n.txt'],
    code: 1,
    says: /n\.txt has 1 names, but .*p\.npy has 3 rows/,
  },
  {
    name: 'imports.json that is something else',
    make: async (folder) => {
      await paintPictures(folder, 2);
      mkdirSync(path.join(folder, '.next-batch'));
      writeFileSync(path.join(folder, '.next-batch/imports.json'), '{ "scores": 3 }');
    },
    words: ['select'],
    code: 1,
    says: /imports\.json does not say which files are imported; delete it/,
  },
  {
    name: 'imported file that is gone',
    make: async (folder) => {
      await paintPictures(folder, 2);
      mkdirSync(path.join(folder, '.next-batch'));
      writeFileSync(
        path.join(folder, '.next-batch/imports.json'),
        '{ "predictions": { "file": "gone.csv" } }',
      );
    },
    words: ['select'],
    code: 1,
    says: /gone\.csv does not exist/,
  },
];

/** A file of the person's own for six pictures, two of them labeled cat and dog. */
function own(name: string, text: string, says: RegExp, code = 1, file = 'p.csv'): BadInput {
  return {
    name,
    make: async (folder) => {
      await paintPictures(folder, 6);
      writeFileSync(path.join(folder, 'labels.csv'), 'path,label\na/00.png,cat\nb/01.png,dog\n');
      writeFileSync(path.join(folder, file), text);
    },
    words: ['select', '--selector', 'margin', '--probabilities', file],
    code,
    says,
  };
}
