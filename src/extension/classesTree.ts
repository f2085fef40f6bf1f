import * as vscode from 'vscode';
import { classIcon } from './classIcon.ts';
import type { Session } from './session.ts';
import { images } from './words.ts';

/** A class. Commands take a node for what they were given (see `CommandArguments`). */
export interface ClassNode {
  readonly folder: string;
  readonly class: string;
}

/** The classes of a folder in key order, each with its color, key and count. */
export class ClassesTree implements vscode.TreeDataProvider<ClassNode> {
  readonly #changed = new vscode.EventEmitter<ClassNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #session: Session | undefined;
  #nodes: readonly ClassNode[] = [];
  #counts: ReadonlyMap<string, number> = new Map();

  /** Tells VS Code what differs from what it was told: the list, or single classes. */
  show(session: Session | undefined): void {
    const before = this.#counts;
    this.#counts = session ? new Map(session.dataset.counts) : new Map();
    const names = session?.dataset.classes ?? [];
    const isSameList =
      session === this.#session &&
      names.length === this.#nodes.length &&
      names.every((name, i) => name === this.#nodes[i].class);
    this.#session = session;
    if (!isSameList) {
      this.#changed.fire(undefined);
      return;
    }
    const differing = this.#nodes.filter(({ class: name }) => before.get(name) !== this.#counts.get(name));
    if (differing.length > 0) this.#changed.fire([...differing]);
  }

  getChildren(parent?: ClassNode): ClassNode[] {
    const session = this.#session;
    if (session === undefined || parent !== undefined) return [];
    const { folder, dataset } = session;
    this.#nodes = dataset.classes.map((name) => ({ folder, class: name }));
    return [...this.#nodes];
  }

  getTreeItem({ folder, class: name }: ClassNode): vscode.TreeItem {
    const item = new vscode.TreeItem(name);
    const count = this.#counts.get(name) ?? 0;
    item.id = `${folder}\n${name}`;
    item.contextValue = 'class';
    item.description = images(count);
    item.iconPath = classIcon(this.#session, name);
    return item;
  }
}
