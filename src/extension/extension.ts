import * as vscode from 'vscode';
import { type CommandName, commandNames } from './commandTable.ts';
import type { Session } from './session.ts';
import type { Shell } from './shell.ts';

/** What `activate` returns, for tests. */
export interface Api {
  /** The image folders that are open. */
  sessions(): readonly Session[];
}

/** Registers commands and nothing more: everything else is loaded by the first of them. */
export function activate(context: vscode.ExtensionContext): Api {
  let shell: Shell | undefined;
  const theShell = async (): Promise<Shell> => {
    const { Shell } = await import('./shell.ts');
    if (shell === undefined) {
      shell = new Shell(context);
      context.subscriptions.push(shell);
    }
    return shell;
  };
  const run = async (name: CommandName, argument: unknown): Promise<void> => {
    const { commands } = await import('./commands.ts');
    const loaded = await theShell();
    await loaded.guard(() => commands[name](loaded, argument));
  };
  for (const name of commandNames)
    context.subscriptions.push(
      vscode.commands.registerCommand(`nextBatch.${name}`, (argument: unknown) => run(name, argument)),
    );
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer('nextBatch.panel', {
      deserializeWebviewPanel: async (view, state: unknown) => (await theShell()).restore(view, state),
    }),
  );
  return { sessions: () => shell?.sessions() ?? [] };
}
