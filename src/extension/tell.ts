import * as vscode from 'vscode';
import type { Banner } from '../protocol/panel.ts';
import type { OpenFolder } from './openFolder.ts';

/** What came of a command, told once: in the panel of its folder, or where that is not in sight, as a message of the editor. */
export function tell({ session, panel }: OpenFolder, message: string, button?: Banner['button']): void {
  if (panel?.view.visible) session.show({ kind: 'info', message, ...(button && { button }) });
  else void vscode.window.showInformationMessage(message);
}
