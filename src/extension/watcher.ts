import * as vscode from 'vscode';
import type { DatasetPaths } from '../dataset/types.ts';
import { liesIn } from './resourceUrl.ts';

const coalesceMs = 300;

/**
 * Calls `look` when something may have changed in a dataset: 300 ms after the last file event, and whenever the
 * window gets the focus (events are a convenience; nothing depends on one).
 */
export function watchDataset(paths: DatasetPaths, look: () => void): vscode.Disposable {
  const parts: vscode.Disposable[] = [];
  let timer: NodeJS.Timeout | undefined;
  const soon = (uri: vscode.Uri): void => {
    if (liesIn(paths.cache, uri.fsPath)) return;
    clearTimeout(timer);
    timer = setTimeout(look, coalesceMs);
  };
  const watch = (folder: string, pattern: string): void => {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
    );
    parts.push(watcher, watcher.onDidCreate(soon), watcher.onDidChange(soon), watcher.onDidDelete(soon));
  };
  watch(paths.folder, '**/*');
  if (!liesIn(paths.folder, paths.home)) watch(paths.home, '{*.csv,.next-batch/history.jsonl}');
  parts.push(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  parts.push({ dispose: () => clearTimeout(timer) });
  return vscode.Disposable.from(...parts);
}
