import * as vscode from 'vscode';
import { chooseFolder } from '../folderChoice.ts';
import type { Shell } from '../shell.ts';

/** *Open Cluster Map*: beside the text that is being edited, which keeps the focus; in a panel that is in front, just the view. */
export async function openClusterMap(shell: Shell, argument: unknown): Promise<void> {
  const folder = await chooseFolder(shell, argument);
  if (folder === undefined) return;
  const isEditing = vscode.window.activeTextEditor !== undefined;
  await shell.guard(
    () => shell.withPanel(folder, async ({ panel }) => panel?.show('map'), isEditing ? 'beside' : 'front'),
    folder,
  );
}
