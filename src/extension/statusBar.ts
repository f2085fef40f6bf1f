import * as vscode from 'vscode';
import { labeledCount } from './labelCounts.ts';
import type { Session } from './session.ts';
import { formatted } from './words.ts';

/** The one item in the status bar: the running job with a spinner, else how much is labeled. */
export class StatusBar {
  readonly #item = vscode.window.createStatusBarItem('nextBatch.status', vscode.StatusBarAlignment.Left, 0);

  constructor() {
    this.#item.name = 'Next Batch';
    this.#item.command = 'nextBatch.showPanel';
  }

  /** Shows a session; undefined hides the item. */
  show(session: Session | undefined): void {
    if (session === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = session.job
      ? jobText(session)
      : `$(tag) ${vscode.l10n.t('{0} labeled', formatted(labeledCount(session.dataset)))}`;
    this.#item.tooltip = `Next Batch: ${session.folder}`;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function jobText({ job }: Session): string {
  const progress = job?.progress;
  if (!progress || progress.total === 0) return '$(sync~spin) Next Batch';
  return `$(sync~spin) ${formatted(progress.done)} / ${formatted(progress.total)}`;
}
