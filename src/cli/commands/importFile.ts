import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { type ImportKind, importKinds } from '../../core/types.ts';
import { checkImport, type ImportSummary } from '../../dataset/imported/check.ts';
import { writeImport } from '../../dataset/imports.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags } from '../flags.ts';
import { folderOf, mustHaveImages, openFolder } from '../inputs/folder.ts';
import { importedFile } from '../inputs/imports.ts';

const summaries: Readonly<Record<ImportKind, string>> = {
  predictions:
    'Use what your own model predicts in place of the built-in head: path,p_<class>,… as .csv or .parquet, or an N x K .npy.',
  embeddings:
    'Use your own embeddings in place of the encoder: an N x D .npy, or a .parquet with path and a list of numbers.',
  clusters:
    'Use your own clusters in place of k-means: path,cluster as .csv or .parquet, or a .npy of N integers.',
  scores:
    'Use your own scores, for strategies that need them: path,score as .csv or .parquet, or a .npy of N numbers.',
};

/** `import predictions` and its like: has a folder use a file of the person's own from now on, in the panel too. */
export const importFiles: readonly Command[] = importKinds.map((kind) => ({
  name: `import ${kind}`,
  summary: summaries[kind],
  positionals: [
    {
      name: 'file',
      description: 'The file to use. It is read again whenever it is needed.',
      isOptional: true,
    },
    { name: 'folder', description: 'The image folder. Default: the current folder.', isOptional: true },
  ],
  flags: [
    {
      name: 'names',
      kind: 'text',
      value: 'FILE',
      description:
        'Names of the rows of a .npy, one per line. Default: the images in the order of their paths.',
    },
    { name: 'remove', kind: 'switch', description: 'Use none any more; the first word is then the folder.' },
    ...folderFlags,
  ],
  examples: [
    `import ${kind} ${kind}.${kind === 'embeddings' ? 'parquet' : 'csv'} photos`,
    `import ${kind} --remove photos`,
  ],
  run: (call) => (call.words.isOn('remove') === true ? remove(call, kind) : use(call, kind)),
}));

async function use(call: Call, kind: ImportKind): ReturnType<Command['run']> {
  const { words, directory, terminal, signal, version } = call;
  const [given] = words.positionals;
  if (given === undefined)
    throw new UserError(
      'usage',
      `file is missing: name the file to use, or add --remove to use none; next-batch import ${kind} --help says more.`,
    );
  const imported = importedFile(call, path.resolve(directory, given));
  const folder = folderOf(call, 1);
  const dataset = await openFolder(folder, await call.settings(folder), signal);
  try {
    mustHaveImages(dataset);
    const summary = await checkImport(kind, imported, dataset);
    for (const note of summary.notes) terminal.say(note);
    await writeImport(dataset.paths.home, kind, imported);
    return {
      json: { kind, folder, ...imported, ...summary, version },
      text: `${folder} uses the ${kind} of ${imported.file} now: ${coverage(summary, dataset.images.length)}.`,
    };
  } finally {
    await dataset.close();
  }
}

function coverage({ matched, classes }: ImportSummary, images: number): string {
  const known = classes.length > 0 ? ` and ${classes.length} classes` : '';
  return `it knows ${matched} of ${images} images${known}`;
}

async function remove(call: Call, kind: ImportKind): ReturnType<Command['run']> {
  const folder = folderOf(call);
  const dataset = await openFolder(folder, await call.settings(folder), call.signal);
  try {
    await writeImport(dataset.paths.home, kind, undefined);
    return {
      json: { kind, folder, file: null, version: call.version },
      text: `${folder} uses no ${kind} of your own any more.`,
    };
  } finally {
    await dataset.close();
  }
}
