import * as vscode from 'vscode';
import { readSettings, type SettingName, type Settings, settingsTable } from '../core/settings.ts';

/**
 * The settings that apply to a folder. In a workspace nobody has trusted, settings that load code or models keep
 * their defaults, wherever they were set. Throws a `usage` error for a value that is not acceptable.
 */
export function folderSettings(folder: string): Settings {
  const configuration = vscode.workspace.getConfiguration('nextBatch', vscode.Uri.file(folder));
  return readSettings((name) => (isAllowed(name) ? configuration.get(name) : undefined));
}

/**
 * Writes settings for a folder: into the workspace folder it lies in, else for the person. A value that would apply
 * anyway is taken out instead.
 */
export async function saveSettings(folder: string, changes: Partial<Settings>): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const configuration = vscode.workspace.getConfiguration('nextBatch', uri);
  const isInWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const target = isInWorkspace
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.ConfigurationTarget.Global;
  // Where one folder is the workspace, the values of both are the same.
  const isFolderOwn = vscode.workspace.workspaceFile !== undefined;
  for (const [name, value] of Object.entries(changes)) {
    const set = configuration.inspect(name);
    const ofWorkspace = isFolderOwn ? set?.workspaceValue : undefined;
    const inherited = isInWorkspace ? (ofWorkspace ?? set?.globalValue) : undefined;
    const isInherited = JSON.stringify(value) === JSON.stringify(inherited ?? set?.defaultValue);
    await configuration.update(name, isInherited ? undefined : value, target);
  }
}

function isAllowed(name: SettingName): boolean {
  return vscode.workspace.isTrusted || settingsTable[name].restricted !== true;
}
