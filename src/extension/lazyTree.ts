import * as vscode from 'vscode';

/** A tree that is loaded when VS Code first shows it: until then it costs nothing. */
export class LazyTree<T> implements vscode.TreeDataProvider<T> {
  readonly #load: () => Promise<vscode.TreeDataProvider<T>>;
  readonly #changed = new vscode.EventEmitter<T | T[] | undefined>();
  #tree: Promise<vscode.TreeDataProvider<T>> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(load: () => Promise<vscode.TreeDataProvider<T>>) {
    this.#load = load;
  }

  async getChildren(node?: T): Promise<T[]> {
    return (await (await this.#get()).getChildren(node)) ?? [];
  }

  async getTreeItem(node: T): Promise<vscode.TreeItem> {
    return (await this.#get()).getTreeItem(node);
  }

  #get(): Promise<vscode.TreeDataProvider<T>> {
    this.#tree ??= this.#load().then((tree) => {
      tree.onDidChangeTreeData?.((nodes) => this.#changed.fire(nodes ?? undefined));
      return tree;
    });
    return this.#tree;
  }
}
