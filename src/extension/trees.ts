import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { BatchesTree, type BatchNode } from './batchesTree.ts';
import { ClassesTree, type ClassNode } from './classesTree.ts';
import type { Session } from './session.ts';

/** The views of the Activity Bar, made when the extension starts; what they list is made when they are seen. */
export interface Views {
  readonly batches: vscode.TreeView<BatchNode>;
  readonly classes: vscode.TreeView<ClassNode>;
}

/** Labels come as fast as keys are pressed; the trees follow in the pauses. */
const calmMs = 150;

/** Keeps the trees up to date with the folder in front, as long as they are seen. */
export class Trees implements vscode.Disposable {
  readonly batches = new BatchesTree();
  readonly classes = new ClassesTree();
  readonly #views: Views;
  readonly #listeners: readonly vscode.Disposable[];
  #session: Session | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(views: Views) {
    this.#views = views;
    this.#listeners = [views.batches, views.classes].map((view) =>
      view.onDidChangeVisibility(() => this.#soon()),
    );
  }

  /** Something of a session has changed, or another one is in front; undefined: none is. */
  show(session: Session | undefined): void {
    this.#session = session;
    this.#soon();
  }

  /** VS Code wants to see a view: what it lists is up to date. */
  tell(): void {
    const session = this.#session;
    for (const name of ['batches', 'classes'] as const) {
      const view = this.#views[name];
      if (!view.visible) continue;
      this[name].show(session);
      view.description = session ? basename(session.folder) : '';
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.tell();
    }, calmMs);
  }
}
