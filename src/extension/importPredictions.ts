import { basename } from 'node:path';
import { l10n } from 'vscode';
import type { CommandArguments } from './commandArguments.ts';
import { importFile } from './importFile.ts';
import type { OpenFolder } from './openFolder.ts';
import { classes, images } from './words.ts';

/** *Import Predictions*: class probabilities of the person's own training code take the place of the built-in head. */
export function importPredictions(open: OpenFolder, given: CommandArguments): Promise<void> {
  return importFile(open, given, {
    kind: 'predictions',
    title: l10n.t('Import Predictions'),
    placeHolder: l10n.t('Probabilities per class: path,p_<class>… as .csv or .parquet, or an N x K .npy'),
    extensions: ['csv', 'parquet', 'npy'],
    used: ({ file }, { matched, classes: { length } }) =>
      l10n.t(
        '{0} is used in place of the built-in head: {1}, {2}.',
        basename(file),
        images(matched),
        classes(length),
      ),
  });
}
