import * as vscode from 'vscode';
import { isWithin } from '../dataset/paths.ts';
import type { DatasetPaths } from '../dataset/types.ts';
import { meaningOf } from './fileEvents.ts';

const coalesceMs = 300;

/** What to look at again. */
export interface Looks {
  /** labels.csv, relations.jsonl and the journal. */
  readonly labels: () => void;
  /** Those, and the list of images. */
  readonly images: () => void;
}

/**
 * Asks for a look when something may have changed in a dataset: 300 ms after the last file event, and whenever the
 * window gets the focus (events are a convenience; nothing depends on one).
 */
export function watchDataset(paths: DatasetPaths, look: Looks): vscode.Disposable {
  const parts: vscode.Disposable[] = [];
  let timer: NodeJS.Timeout | undefined;
  let wanted: keyof Looks = 'labels';
  const soon = ({ fsPath }: vscode.Uri): void => {
    const meaning = meaningOf(fsPath, paths);
    if (meaning === undefined) return;
    if (meaning === 'images') wanted = 'images';
    clearTimeout(timer);
    timer = setTimeout(() => {
      look[wanted]();
      wanted = 'labels';
    }, coalesceMs);
  };
  const watch = (folder: string, pattern: string): void => {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
    );
    parts.push(watcher, watcher.onDidCreate(soon), watcher.onDidChange(soon), watcher.onDidDelete(soon));
  };
  watch(paths.folder, '**/*');
  if (!isWithin(paths.folder, paths.home))
    watch(paths.home, '{*.csv,relations.jsonl,.next-batch/history.jsonl}');
  parts.push(vscode.window.onDidChangeWindowState(({ focused }) => focused && look.images()));
  parts.push({ dispose: () => clearTimeout(timer) });
  return vscode.Disposable.from(...parts);
}
