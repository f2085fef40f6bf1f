import * as vscode from 'vscode';
import { labeledCount } from './labelCounts.ts';
import type { Session } from './session.ts';

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
      : `$(tag) ${labeledCount(session.dataset.annotations).toLocaleString('en')} labeled`;
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
  return `$(sync~spin) ${progress.done.toLocaleString('en')} / ${progress.total.toLocaleString('en')}`;
}
