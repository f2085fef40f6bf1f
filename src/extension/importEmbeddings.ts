import { basename } from 'node:path';
import { l10n } from 'vscode';
import type { CommandArguments } from './commandArguments.ts';
import { importFile } from './importFile.ts';
import type { OpenFolder } from './openFolder.ts';
import { images } from './words.ts';

/** *Import Embeddings*: rows of the person's own encoder take the place of the built-in one. */
export function importEmbeddings(open: OpenFolder, given: CommandArguments): Promise<void> {
  return importFile(open, given, {
    kind: 'embeddings',
    title: l10n.t('Import Embeddings'),
    placeHolder: l10n.t(
      'One row per image: an N x D .npy, or a .parquet with the columns path and embedding',
    ),
    extensions: ['npy', 'parquet'],
    used: ({ file }, { matched }) =>
      l10n.t('{0} is used in place of the encoder: {1}.', basename(file), images(matched)),
  });
}
