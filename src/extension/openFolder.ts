import type * as vscode from 'vscode';
import type { FolderPanel } from './panel.ts';
import type { Session } from './session.ts';

/** One image folder that is open in this window. It stays open while it has a panel, a job or a command at work. */
export class OpenFolder {
  readonly session: Session;
  panel: FolderPanel | undefined;
  readonly #watch: vscode.Disposable;
  #users = 0;

  constructor(session: Session, watch: vscode.Disposable) {
    this.session = session;
    this.#watch = watch;
  }

  get isInUse(): boolean {
    return this.panel !== undefined || this.session.job !== null || this.#users > 0;
  }

  /** Keeps it open while `work` runs. */
  async use<T>(work: (open: OpenFolder) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this);
    } finally {
      this.#users--;
    }
  }

  /** Writes what is left to write, then lets go of the folder. */
  async close(): Promise<void> {
    this.#watch.dispose();
    await this.session.close();
  }
}
