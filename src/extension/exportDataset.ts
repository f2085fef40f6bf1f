import { basename } from 'node:path';
import * as vscode from 'vscode';
import { exportLabels } from '../dataset/formats/exportLabels.ts';
import { formats } from '../dataset/formats/registry.ts';
import type { Session } from './session.ts';

/** *Export Dataset*: asks for a format and a new place, and writes what is labeled there. Overwrites nothing. */
export async function exportDataset(session: Session): Promise<void> {
  const offered = formats.flatMap((format) =>
    format.export ? [{ label: format.title, detail: format.detail, format }] : [],
  );
  const picked = await vscode.window.showQuickPick(offered, {
    title: 'Export Dataset',
    placeHolder: 'How others want the labels',
  });
  if (picked === undefined) return;
  const folder = vscode.Uri.file(session.folder);
  const to = await vscode.window.showSaveDialog({
    saveLabel: 'Export Dataset',
    title: `${picked.label}: a new file or folder`,
    defaultUri: vscode.Uri.joinPath(folder, '..', `${basename(session.folder)}-labeled`),
  });
  if (to === undefined) return;
  const { dataset } = session;
  const { count, problems } = await exportLabels(picked.format, {
    dataset,
    to: to.fsPath,
    images: 'copy',
  });
  const notes = problems.map(({ message }) => message).slice(0, 2);
  const done = `${count.toLocaleString('en')} labels exported to ${to.fsPath}.`;
  session.show({ kind: 'info', message: [done, ...notes].join(' ') });
}
