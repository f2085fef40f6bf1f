import { basename } from 'node:path';
import { readPredictions } from '../dataset/imported/predictions.ts';
import type { CommandArguments } from './commandArguments.ts';
import { type Checked, imagesOf, importFile, said } from './importFile.ts';
import type { Session } from './session.ts';

/** *Import Predictions*: class probabilities of the person's own training code take the place of the built-in head. */
export function importPredictions(session: Session, given: CommandArguments): Promise<void> {
  return importFile(session, given, {
    kind: 'predictions',
    title: 'Import Predictions',
    placeHolder: 'Probabilities per class: path,p_<class>… as .csv or .parquet, or an N x K .npy',
    extensions: ['csv', 'parquet', 'npy'],
    check: async (imported): Promise<Checked> => {
      const { dataset } = session;
      const { match, classes, notes } = await readPredictions(imported, imagesOf(dataset), dataset.classes);
      const used = `${basename(imported.file)} is used in place of the built-in head: ${said(match.matched, 'image')}, ${said(classes.length, 'class', 'classes')}.`;
      return { used, notes };
    },
  });
}
