import * as vscode from 'vscode';
import type { UndoResult } from '../dataset/types.ts';
import { clearCache } from './cache.ts';
import type { CommandName } from './commandTable.ts';
import { chooseFolder, pickFolder } from './folderChoice.ts';
import type { Session } from './session.ts';
import type { Shell } from './shell.ts';
import { trainingLoaders } from './trainingLoader.ts';

type Handler = (shell: Shell, argument: unknown) => Promise<void>;

/** What each command does. One entry per row of the command table. */
export const commands: Readonly<Record<CommandName, Handler>> = {
  openImageFolder: async (shell, argument) => {
    const folder = argument instanceof vscode.Uri ? await chooseFolder(shell, argument) : await pickFolder();
    if (folder !== undefined) await shell.showPanel(folder);
  },
  selectNextBatch: onFolder(async (shell, folder) => {
    const { session } = await shell.showPanel(folder);
    await session.selectNextBatch();
  }),
  showPanel: onFolder(async (shell, folder) => {
    await shell.showPanel(folder);
  }),
  embedFolder: onFolder(async (shell, folder) => {
    const { session } = await shell.showPanel(folder);
    await session.embed();
  }),
  cancelRunningJob: async (shell) => {
    for (const session of shell.sessions()) session.cancel();
  },
  undoLastAct: takeBack((session) => session.undo()),
  redo: takeBack((session) => session.redo()),
  selectAllImages: async (shell) => {
    const active = shell.panelFolders().find(({ isActive }) => isActive);
    if (active) shell.panelOf(active.folder)?.selectAll();
  },
  copyTrainingLoader: onFolder(async (shell, folder) => {
    const { dataset } = await shell.session(folder);
    const loaders = trainingLoaders(dataset.paths.labels);
    const picked = await vscode.window.showQuickPick(loaders, {
      title: 'Copy Training Loader',
      placeHolder: 'The framework you train with',
    });
    if (picked === undefined) return;
    await vscode.env.clipboard.writeText(picked.code);
    vscode.window.setStatusBarMessage(`Copied the ${picked.label} loader.`, 5000);
  }),
  clearCache: onFolder(async (shell, folder) => {
    const { dataset } = await shell.session(folder);
    const freed = await clearCache(dataset.paths.cache);
    vscode.window.setStatusBarMessage(`Cleared ${freed} of embeddings and thumbnails.`, 5000);
  }),
  showLog: async (shell) => shell.log.show(),
};

/** A command that works on a folder: the person is asked for one if none is at hand. */
function onFolder(work: (shell: Shell, folder: string) => Promise<void>): Handler {
  return async (shell, argument) => {
    const folder = await chooseFolder(shell, argument);
    if (folder !== undefined) await shell.guardFolder(folder, () => work(shell, folder));
  };
}

/** Undo and redo: done here, then the page moves to the image. */
function takeBack(work: (session: Session) => Promise<UndoResult | undefined>): Handler {
  return onFolder(async (shell, folder) => {
    const result = await work(await shell.session(folder));
    shell.panelOf(folder)?.tookBack(result ?? null);
  });
}
