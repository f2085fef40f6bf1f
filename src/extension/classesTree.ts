import * as vscode from 'vscode';
import type { PanelClass } from '../protocol/panel.ts';
import { classIcon } from './classIcon.ts';
import { panelClasses } from './panelClasses.ts';
import type { Session } from './session.ts';
import { images } from './words.ts';

/** A class. Commands take a node for what they were given (see `CommandArguments`). */
export interface ClassNode {
  readonly folder: string;
  readonly class: string;
}

/** A class as it was told to VS Code last. */
interface Told extends PanelClass {
  readonly node: ClassNode;
  readonly count: number;
}

/** The classes of a folder in key order, each with its color, key and count. */
export class ClassesTree implements vscode.TreeDataProvider<ClassNode> {
  readonly #changed = new vscode.EventEmitter<ClassNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #session: Session | undefined;
  #told = new Map<string, Told>();

  /** Tells VS Code what differs from what it was told: the list, or single classes. */
  show(session: Session | undefined): void {
    const before = this.#told;
    const isSameFolder = session === this.#session;
    this.#session = session;
    this.#told = this.#read(isSameFolder ? before : new Map());
    const names = [...before.keys()];
    const isSameList =
      isSameFolder &&
      names.length === this.#told.size &&
      [...this.#told.keys()].every((name, i) => name === names[i]);
    if (!isSameList) {
      this.#changed.fire(undefined);
      return;
    }
    const differing = [...this.#told.values()].filter((told) => look(told) !== look(before.get(told.name)));
    if (differing.length > 0) this.#changed.fire(differing.map(({ node }) => node));
  }

  getChildren(parent?: ClassNode): ClassNode[] {
    return parent === undefined ? [...this.#told.values()].map(({ node }) => node) : [];
  }

  getTreeItem(node: ClassNode): vscode.TreeItem {
    const { folder, class: name } = node;
    const item = new vscode.TreeItem(name);
    item.id = `${folder}\n${name}`;
    item.contextValue = 'class';
    const told = this.#told.get(name);
    if (told === undefined) return item;
    const { key, color, count } = told;
    item.description = [key, images(count)].filter((text) => text !== '').join(' · ');
    item.iconPath = classIcon(color);
    item.tooltip = key === '' ? name : vscode.l10n.t('{0} (key {1})', name, key);
    return item;
  }

  #read(before: ReadonlyMap<string, Told>): Map<string, Told> {
    if (this.#session === undefined) return new Map();
    const { folder, dataset, keys } = this.#session;
    return new Map(
      panelClasses(dataset.classEntries, keys).map((entry) => {
        const { name } = entry;
        const node = before.get(name)?.node ?? { folder, class: name };
        return [name, { ...entry, node, count: dataset.counts.get(name) ?? 0 }];
      }),
    );
  }
}

/** What a row shows of a class. */
function look(told: Told | undefined): string {
  return told === undefined ? '' : `${told.count} ${told.color} ${told.key}`;
}
