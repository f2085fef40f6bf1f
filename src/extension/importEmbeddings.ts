import { basename } from 'node:path';
import { matchEmbeddings } from '../dataset/imported/embeddings.ts';
import type { CommandArguments } from './commandArguments.ts';
import { type Checked, imagesOf, importFile, said } from './importFile.ts';
import type { Session } from './session.ts';

/** *Import Embeddings*: rows of the person's own encoder take the place of the built-in one. */
export function importEmbeddings(session: Session, given: CommandArguments): Promise<void> {
  return importFile(session, given, {
    kind: 'embeddings',
    title: 'Import Embeddings',
    placeHolder: 'One row per image: an N x D .npy, or a .parquet with the columns path and embedding',
    extensions: ['npy', 'parquet'],
    check: async (imported): Promise<Checked> => {
      const { match, notes } = await matchEmbeddings(imported, imagesOf(session.dataset));
      const used = `${basename(imported.file)} is used in place of the encoder: ${said(match.matched, 'image')}.`;
      return { used, notes };
    },
  });
}
