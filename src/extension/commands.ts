import * as vscode from 'vscode';
import { clearCache } from '../dataset/cacheFiles.ts';
import type { UndoResult } from '../dataset/types.ts';
import type { Shortcut } from '../protocol/panel.ts';
import { chooseBatch } from './chooseBatch.ts';
import { chooseStrategy } from './chooseStrategy.ts';
import {
  addClass,
  changeClassColor,
  changeClassKey,
  mergeClass,
  moveClassDown,
  moveClassUp,
  removeClass,
  renameClass,
} from './classCommands.ts';
import { findSimilarImages } from './clusters/findSimilarImages.ts';
import { type CommandArguments, commandArguments } from './commandArguments.ts';
import { type CommandName, fromKey } from './commandTable.ts';
import { compareStrategies } from './compare/compareStrategies.ts';
import { chooseFolder, pickFolder } from './folderChoice.ts';
import { openClusterMap } from './map/openClusterMap.ts';
import type { OpenFolder } from './openFolder.ts';
import type { FolderPanel } from './panel.ts';
import { reviewDataset } from './review/reviewDataset.ts';
import type { Session } from './session.ts';
import type { Shell } from './shell.ts';
import { showBatch, showInNextBatch } from './showImages.ts';
import { withFormats } from './withFormats.ts';
import { type RarelyUsed, withRarelyUsed } from './withRarelyUsed.ts';
import { formatted } from './words.ts';

/** `selected`: all that is selected in the Explorer, where the command was run there. */
type Handler = (shell: Shell, argument: unknown, selected?: unknown) => Promise<void>;

/** What each command does. One entry per row of the command table. */
export const commands: Readonly<Record<CommandName, Handler>> = {
  openImageFolder: async (shell, argument) => {
    const folder = argument instanceof vscode.Uri ? await chooseFolder(shell, argument) : await pickFolder();
    if (folder !== undefined) await shell.withPanel(folder);
  },
  selectNextBatch: inPanel(({ session }) => session.selectNextBatch()),
  showPanel: inPanel(async () => {}),
  showInNextBatch,
  showBatch: inPanel(showBatch),
  findSimilarImages,
  openClusterMap,
  answerRelations: inPanel(async ({ panel }) => panel?.show('relations')),
  embedFolder: inPanel(({ session }) => session.embed()),
  cancelRunningJob: async (shell, argument) => {
    const only = argument instanceof vscode.Uri ? argument.fsPath : undefined;
    for (const session of shell.sessions())
      if (only === undefined || session.folder === only) session.cancel();
  },
  undoLastAct: keyOr(
    'undo',
    takeBack((session) => session.undo()),
  ),
  redo: keyOr(
    'redo',
    takeBack((session) => session.redo()),
  ),
  selectAllImages: async (shell) => activePanel(shell)?.shortcut('select-all'),
  addClass: onSession(addClass),
  renameClass: onSession(renameClass),
  mergeClass: onSession(mergeClass),
  changeClassColor: onSession(changeClassColor),
  changeClassKey: onSession(changeClassKey),
  moveClassUp: onSession(moveClassUp),
  moveClassDown: onSession(moveClassDown),
  removeClass: onSession(removeClass),
  showInsights: inPanel(async ({ panel }) => panel?.show('insights')),
  chooseStrategy: onFolder(({ session }, given) => chooseStrategy(session, given)),
  adviseStrategy: inPanel(({ session }) => session.advise()),
  compareStrategies: inPanel(compareStrategies),
  simulateStrategies: rarely(({ simulateStrategies }) => simulateStrategies),
  replayBatch: inPanel(async ({ session }, given) => {
    const id = await chooseBatch(session, given, vscode.l10n.t('Replay Batch'));
    if (id !== undefined) await session.replay(id);
  }),
  reviewDataset: inPanel(reviewDataset),
  chooseEncoder: (shell, argument) =>
    rarely(
      ({ chooseEncoder }) =>
        (open, given) =>
          chooseEncoder(open, given, shell.storage),
    )(shell, argument),
  importPredictions: rarely(({ importPredictions }) => importPredictions),
  importEmbeddings: rarely(({ importEmbeddings }) => importEmbeddings),
  copyTrainingLoader: rarely(({ trainingLoaders }) => async ({ session }) => {
    const picked = await vscode.window.showQuickPick(trainingLoaders(session.dataset.paths.labels), {
      title: vscode.l10n.t('Copy Training Loader'),
      placeHolder: vscode.l10n.t('The framework you train with'),
    });
    if (picked === undefined) return;
    await vscode.env.clipboard.writeText(picked.code);
    say(vscode.l10n.t('Copied the {0} loader.', picked.label));
  }),
  importLabels: rarely(
    ({ importLabels }) =>
      (open, given) =>
        withFormats((library) => importLabels(library, open, given)),
  ),
  exportDataset: rarely(
    ({ exportDataset }) =>
      (open, given) =>
        withFormats((library) => exportDataset(library, open, given)),
  ),
  clearCache: onFolder(async ({ session }) => {
    const { files, bytes } = await clearCache(session.dataset.paths.cache);
    const megabytes = (bytes / 1e6).toFixed(1);
    say(vscode.l10n.t('Cleared the cache: {0} files, {1} MB.', formatted(files), megabytes));
  }),
  showLog: async (shell) => shell.log.show(),
};

type OnFolder = (open: OpenFolder, given: CommandArguments) => Promise<void>;

/** A command that works on a folder, whose code is loaded when it is first asked for. */
function rarely(find: (commands: RarelyUsed) => OnFolder): Handler {
  return onFolder((open, given) => withRarelyUsed((commands) => find(commands)(open, given)));
}

/** A command that works on a folder: the person is asked for one if none is at hand. */
function onFolder(work: OnFolder): Handler {
  return async (shell, argument) => {
    const folder = await chooseFolder(shell, argument);
    if (folder === undefined) return;
    const given = commandArguments(argument);
    await shell.guard(() => shell.folders.use(folder, (open) => work(open, given)), folder);
  };
}

function onSession(work: (session: Session, given: CommandArguments) => Promise<void>): Handler {
  return onFolder(({ session }, given) => work(session, given));
}

/** A command that shows its folder's panel while it works. */
function inPanel(work: (open: OpenFolder, given: CommandArguments) => Promise<void>): Handler {
  return async (shell, argument) => {
    const folder = await chooseFolder(shell, argument);
    if (folder === undefined) return;
    const given = commandArguments(argument);
    await shell.guard(() => shell.withPanel(folder, (open) => work(open, given)), folder);
  };
}

/** Undo and redo: done here, then the page moves to the image. */
function takeBack(work: (session: Session) => Promise<UndoResult | undefined>): Handler {
  return onFolder(async ({ session, panel }) => {
    const result = await work(session);
    panel?.tookBack(result ?? null);
  });
}

/** A key goes to the page, which alone knows whether a text field has the focus; everything else is done by `work`. */
function keyOr(shortcut: Shortcut, work: Handler): Handler {
  return async (shell, argument) => {
    const panel = argument === fromKey ? activePanel(shell) : undefined;
    if (panel) panel.shortcut(shortcut);
    else await work(shell, argument);
  };
}

function activePanel(shell: Shell): FolderPanel | undefined {
  return shell.folders.all.find(({ panel }) => panel?.view.active)?.panel;
}

function say(text: string): void {
  vscode.window.setStatusBarMessage(text, 5000);
}
