import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import { commandArguments } from './commandArguments.ts';
import type { Shell } from './shell.ts';

/**
 * The folder a command works on: the one it was given (Explorer menu, a button of a panel, an argument), else that of the active
 * panel, else that of the only panel, else `nextBatch.imageFolder`, else what the person picks. Undefined: they did
 * not pick one.
 */
export async function chooseFolder(shell: Shell, argument: unknown): Promise<string | undefined> {
  if (argument instanceof vscode.Uri) return checked(argument);
  const { folder } = commandArguments(argument);
  if (folder !== undefined) return checked(vscode.Uri.file(folder));
  const open = shell.folders.all.filter(({ panel }) => panel !== undefined);
  const near = open.find(({ panel }) => panel?.view.active) ?? (open.length === 1 ? open[0] : undefined);
  if (near) return near.session.folder;
  return (await configuredFolder()) ?? pickFolder();
}

/** Asks for a folder. */
export async function pickFolder(): Promise<string | undefined> {
  const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: vscode.l10n.t('Open Image Folder'),
    title: vscode.l10n.t('Folder of images'),
    ...(defaultUri && { defaultUri }),
  });
  return picked?.[0] ? checked(picked[0]) : undefined;
}

async function configuredFolder(): Promise<string | undefined> {
  const value = vscode.workspace.getConfiguration('nextBatch').get<unknown>('imageFolder');
  if (typeof value !== 'string' || value === '') return undefined;
  if (isAbsolute(value)) return checked(vscode.Uri.file(value));
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (workspace === undefined)
    throw new UserError(
      'usage',
      vscode.l10n.t(
        'The setting nextBatch.imageFolder is the relative path "{0}", but no workspace folder is open; make it absolute.',
        value,
      ),
    );
  return checked(vscode.Uri.file(join(workspace.fsPath, value)));
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
