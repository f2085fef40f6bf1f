import { basename } from 'node:path';
import type { CommandArguments } from './commandArguments.ts';
import { importFile } from './importFile.ts';
import type { Session } from './session.ts';
import { said } from './words.ts';

/** *Import Predictions*: class probabilities of the person's own training code take the place of the built-in head. */
export function importPredictions(session: Session, given: CommandArguments): Promise<void> {
  return importFile(session, given, {
    kind: 'predictions',
    title: 'Import Predictions',
    placeHolder: 'Probabilities per class: path,p_<class>… as .csv or .parquet, or an N x K .npy',
    extensions: ['csv', 'parquet', 'npy'],
    used: ({ file }, { matched, classes }) =>
      `${basename(file)} is used in place of the built-in head: ${said(matched, 'image')}, ${said(classes.length, 'class', 'classes')}.`,
  });
}
