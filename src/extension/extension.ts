import * as vscode from 'vscode';
import { type CommandName, commandNames } from './commandTable.ts';
import { LazyTree } from './lazyTree.ts';
import type { Session } from './session.ts';
import type { Shell } from './shell.ts';
import type { Trees, Views } from './trees.ts';
import type { ViewName } from './views.ts';

/** What `activate` returns, for tests. */
export interface Api {
  /** The image folders that are open. */
  sessions(): readonly Session[];
  /** What a view lists. */
  tree<T extends ViewName>(name: T): Promise<Trees[T]>;
}

/** Registers commands and views and nothing more: everything else is loaded by the first that is wanted. */
export function activate(context: vscode.ExtensionContext): Api {
  let shell: Shell | undefined;
  const views: Views = {
    batches: view('batches', async () => (await theShell()).tree('batches')),
    classes: view('classes', async () => (await theShell()).tree('classes')),
  };
  context.subscriptions.push(views.batches, views.classes);
  const theShell = async (): Promise<Shell> => {
    const { Shell } = await import('./shell.ts');
    if (shell === undefined) {
      shell = new Shell(context, views);
      context.subscriptions.push(shell);
    }
    return shell;
  };
  const run = async (name: CommandName, argument: unknown, selected: unknown): Promise<void> => {
    const { commands } = await import('./commands.ts');
    const loaded = await theShell();
    await loaded.guard(() => commands[name](loaded, argument, selected));
  };
  for (const name of commandNames)
    context.subscriptions.push(
      vscode.commands.registerCommand(`nextBatch.${name}`, (argument: unknown, selected: unknown) =>
        run(name, argument, selected),
      ),
    );
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('nextBatch.panel', {
      deserializeWebviewPanel: async (view, state: unknown) => (await theShell()).restore(view, state),
    }),
  );
  return {
    sessions: () => shell?.sessions() ?? [],
    tree: async (name) => (await theShell()).tree(name),
  };
}

function view<T>(name: ViewName, load: () => Promise<vscode.TreeDataProvider<T>>): vscode.TreeView<T> {
  const treeDataProvider = new LazyTree(load);
  return vscode.window.createTreeView(`nextBatch.${name}`, {
    treeDataProvider,
    showCollapseAll: name === 'batches',
  });
}
