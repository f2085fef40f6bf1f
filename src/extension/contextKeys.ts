import { commands } from 'vscode';

type ContextKey = 'jobRunning' | 'panelOpen' | 'hasBatch' | 'hasLabels' | 'typing';

const values = new Map<ContextKey, boolean>();

/** Sets `nextBatch.<key>`, which the `when` and `enablement` clauses of package.json read. */
export function setContext(key: ContextKey, value: boolean): void {
  if (values.get(key) === value) return;
  values.set(key, value);
  void commands.executeCommand('setContext', `nextBatch.${key}`, value);
}
