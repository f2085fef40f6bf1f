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

function isAllowed(name: SettingName): boolean {
  return vscode.workspace.isTrusted || settingsTable[name].restricted !== true;
}
