import * as vscode from 'vscode';
import type { OpenFolder } from './openFolder.ts';

/** What came of a command: in the panel of its folder, or where there is none, as a message of the editor. */
export function tell({ session, panel }: OpenFolder, message: string): void {
  session.show({ kind: 'info', message });
  if (panel === undefined) void vscode.window.showInformationMessage(message);
}
