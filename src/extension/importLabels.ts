import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CommandArguments } from './commandArguments.ts';
import { chooseFormat, readerOf } from './formatChoice.ts';
import { longWork } from './longWork.ts';
import type { OpenFolder } from './openFolder.ts';
import { tell } from './tell.ts';
import type { Formats } from './withFormats.ts';
import { formatted } from './words.ts';

/**
 * *Import Labels*: asks for a format and a place, and takes its labels over as one undo unit. What a person has decided
 * already stays.
 */
export async function importLabels(
  library: Formats,
  open: OpenFolder,
  given: CommandArguments,
): Promise<void> {
  const { session } = open;
  const title = vscode.l10n.t('Import Labels');
  const placeHolder = vscode.l10n.t('How the labels are kept');
  const format = await chooseFormat(library, 'import', given.format, { title, placeHolder });
  if (format === undefined) return;
  const { takes, read } = readerOf(format);
  const from = given.file ?? (await askSource(session.folder, format.title, takes));
  if (from === undefined) return;
  const { dataset } = session;
  const imported = await longWork(title, ({ signal }) => read({ dataset, from, signal }));
  const { acts, kept, problems } = library.importActs(dataset, imported);
  if (acts.length > 0) await session.act(acts);
  const labels = acts.filter((act) => act.kind === 'label').length;
  const notes = [...imported.problems, ...problems].map(({ message }) => message);
  const parts = [
    labels === 1
      ? vscode.l10n.t('1 label imported from {0}.', basename(from))
      : vscode.l10n.t('{0} labels imported from {1}.', formatted(labels), basename(from)),
    ...(kept > 0 ? [vscode.l10n.t('Images that keep the decision they had: {0}.', formatted(kept))] : []),
    ...notes.slice(0, 3),
    ...(notes.length > 3 ? [vscode.l10n.t('And {0} more like this.', formatted(notes.length - 3))] : []),
  ];
  tell(open, parts.join(' '));
}

async function askSource(
  folder: string,
  format: string,
  takes: 'folder' | readonly string[],
): Promise<string | undefined> {
  const isFolder = takes === 'folder';
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: !isFolder,
      canSelectFolders: isFolder,
      openLabel: vscode.l10n.t('Import Labels'),
      title: vscode.l10n.t('{0}: labels to import', format),
      defaultUri: vscode.Uri.file(folder),
      ...(isFolder ? {} : { filters: { [format]: [...takes] } }),
    })) ?? [];
  return picked?.fsPath;
}
