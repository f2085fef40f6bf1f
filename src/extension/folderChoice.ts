import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import { isWithin } from '../dataset/paths.ts';
import { commandArguments } from './commandArguments.ts';
import type { Shell } from './shell.ts';

/**
 * The folder a command works on: the one it was given (Explorer menu, a button of a panel, an argument), else that of the panel
 * that is or was last in front, which the views and the status bar are about, else `nextBatch.imageFolder`, else what the
 * person picks. Undefined: they did not pick one.
 */
export async function chooseFolder(shell: Shell, argument: unknown): Promise<string | undefined> {
  if (argument instanceof vscode.Uri) return checked(argument);
  const { folder } = commandArguments(argument);
  if (folder !== undefined) return checked(vscode.Uri.file(folder));
  if (shell.inFront) return shell.inFront.session.folder;
  const configured = await configuredFolders();
  return configured.length > 0 ? oneOf(configured) : pickFolder();
}

/** Asks for a folder. */
export async function pickFolder(): Promise<string | undefined> {
  const defaultUri = (activeWorkspace() ?? vscode.workspace.workspaceFolders?.[0])?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: vscode.l10n.t('Open Image Folder'),
    title: vscode.l10n.t('Folder of images'),
    ...(defaultUri && { defaultUri }),
  });
  return picked?.[0] ? checked(picked[0]) : undefined;
}

/**
 * The folders that `nextBatch.imageFolder` names, each once: one for each workspace folder that has it. Rejects if it names
 * some, but none that is there.
 */
export async function configuredFolders(): Promise<readonly string[]> {
  const workspaces = vscode.workspace.workspaceFolders?.map(({ uri }) => uri) ?? [undefined];
  const named = workspaces.flatMap((workspace) => {
    const value = vscode.workspace.getConfiguration('nextBatch', workspace).get<unknown>('imageFolder');
    return typeof value === 'string' && value !== '' ? [{ value, workspace }] : [];
  });
  const looks = named.map(async ({ value, workspace }) =>
    checked(vscode.Uri.file(absolute(value, workspace))),
  );
  const found = await Promise.allSettled(looks);
  const there = found.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  if (there.length === 0) await looks[0];
  return [...new Set(there)];
}

function absolute(folder: string, workspace: vscode.Uri | undefined): string {
  if (isAbsolute(folder)) return folder;
  if (workspace !== undefined) return join(workspace.fsPath, folder);
  throw new UserError(
    'usage',
    vscode.l10n.t(
      'The setting nextBatch.imageFolder is the relative path "{0}", but no workspace folder is open; make it absolute.',
      folder,
    ),
  );
}

/** Of several folders: the one of the workspace folder that the active editor is in, else what the person picks. */
async function oneOf(folders: readonly string[]): Promise<string | undefined> {
  if (folders.length <= 1) return folders[0];
  const near = activeWorkspace();
  const here = folders.filter((folder) => near !== undefined && isWithin(near.uri.fsPath, folder));
  if (here.length === 1) return here[0];
  const picked = await vscode.window.showQuickPick(
    folders.map((folder) => ({ label: basename(folder), description: dirname(folder), folder })),
    { placeHolder: vscode.l10n.t('The image folder to work on') },
  );
  return picked?.folder;
}

function activeWorkspace(): vscode.WorkspaceFolder | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && vscode.workspace.getWorkspaceFolder(uri);
}

async function checked(uri: vscode.Uri): Promise<string> {
  if (uri.scheme !== 'file')
    throw new UserError(
      'not-readable',
      vscode.l10n.t(
        '{0} is not on a disk of the machine that runs Next Batch; open a folder that is.',
        uri.toString(true),
      ),
    );
  const folder = resolve(uri.fsPath);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new UserError('not-found', vscode.l10n.t('{0} is not a folder; choose another one.', folder), {
      file: folder,
    });
  return folder;
}
