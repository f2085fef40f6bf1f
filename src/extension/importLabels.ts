import * as vscode from 'vscode';
import { importActs } from '../dataset/formats/importActs.ts';
import { formats } from '../dataset/formats/registry.ts';
import type { Session } from './session.ts';

/** *Import Labels*: asks for a format and a place, and takes its labels over as one undo unit. */
export async function importLabels(session: Session): Promise<void> {
  const offered = formats.flatMap((format) =>
    format.import ? [{ label: format.title, read: format.import.bind(format) }] : [],
  );
  const picked = await vscode.window.showQuickPick(offered, {
    title: 'Import Labels',
    placeHolder: 'How the labels are kept',
  });
  if (picked === undefined) return;
  const [from] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: true,
      canSelectFolders: true,
      openLabel: 'Import Labels',
      title: `${picked.label} to import`,
      defaultUri: vscode.Uri.file(session.folder),
    })) ?? [];
  if (from === undefined) return;
  const { dataset } = session;
  const imported = await picked.read({ dataset, from: from.fsPath });
  const { acts, kept, problems } = importActs(dataset, imported);
  await session.act(acts);
  const labels = acts.filter((act) => act.kind === 'label').length;
  const notes = [...imported.problems, ...problems].map(({ message }) => message);
  const parts = [
    `${labels.toLocaleString('en')} labels imported.`,
    kept > 0 ? `${kept.toLocaleString('en')} images keep the decision they had.` : '',
    notes[0] ?? '',
    notes.length > 1 ? `And ${notes.length - 1} more like this.` : '',
  ];
  session.show({ kind: 'info', message: parts.filter((part) => part !== '').join(' ') });
}
