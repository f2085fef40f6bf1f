import path from 'node:path';
import { type ImportedFile, type ImportKind, type Imports, importKinds } from '../../core/types.ts';
import type { Call, Flag } from '../command.ts';
import { absolute } from './absolute.ts';

const flagOfKind: Readonly<Record<ImportKind, string>> = {
  predictions: 'probabilities',
  embeddings: 'embeddings',
  clusters: 'clusters',
  scores: 'scores',
};

/** The flags that name files of the person's own; they take the place of what was imported into the folder. */
export const importFlags: readonly Flag[] = [
  {
    name: 'embeddings',
    kind: 'text',
    value: 'X.npy|.parquet',
    description:
      'Use these N x D embeddings. With a folder they are its images’, and no encoder runs; without one the batch is chosen among the rows.',
  },
  {
    name: 'probabilities',
    kind: 'text',
    value: 'P.csv|.npy|.parquet',
    description: 'Use what your own model predicts (path,p_<class>,…) in place of the built-in head.',
  },
  {
    name: 'scores',
    kind: 'text',
    value: 'S.csv|.npy|.parquet',
    description: 'A number per image (path,score), for strategies that need one.',
  },
  {
    name: 'clusters',
    kind: 'text',
    value: 'IDS.npy|.csv|.parquet',
    description: 'A cluster id per image (path,cluster), to be used as they are.',
  },
  {
    name: 'names',
    kind: 'text',
    value: 'FILE',
    description:
      'Names of the rows of the .npy files, one per line. Default: the images in the order of their paths, or the row numbers.',
  },
];

/** The files that the flags name; absolute. */
export function flaggedImports(call: Call): Imports {
  const found = importKinds.flatMap((kind) => {
    const file = absolute(call, flagOfKind[kind]);
    return file === undefined ? [] : [[kind, importedFile(call, file)] as const];
  });
  return Object.fromEntries(found);
}

/** A file with the names of `--names`, where it has none itself. */
export function importedFile(call: Call, file: string): ImportedFile {
  const names = absolute(call, 'names');
  const hasNames = path.extname(file).toLowerCase() !== '.npy';
  return names === undefined || hasNames ? { file } : { file, names };
}
