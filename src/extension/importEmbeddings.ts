import { basename } from 'node:path';
import type { CommandArguments } from './commandArguments.ts';
import { importFile } from './importFile.ts';
import type { Session } from './session.ts';
import { said } from './words.ts';

/** *Import Embeddings*: rows of the person's own encoder take the place of the built-in one. */
export function importEmbeddings(session: Session, given: CommandArguments): Promise<void> {
  return importFile(session, given, {
    kind: 'embeddings',
    title: 'Import Embeddings',
    placeHolder: 'One row per image: an N x D .npy, or a .parquet with the columns path and embedding',
    extensions: ['npy', 'parquet'],
    used: ({ file }, { matched }) =>
      `${basename(file)} is used in place of the encoder: ${said(matched, 'image')}.`,
  });
}
