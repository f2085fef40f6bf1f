import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import { isWithin } from '../dataset/paths.ts';
import { chooseBatch } from './chooseBatch.ts';
import type { CommandArguments } from './commandArguments.ts';
import { configuredFolders } from './folderChoice.ts';
import type { OpenFolder } from './openFolder.ts';
import type { Shell } from './shell.ts';

/** *Show Batch*: goes to the images of a batch, at one of them or at the first that is not decided yet. */
export async function showBatch({ session, panel }: OpenFolder, given: CommandArguments): Promise<void> {
  const id = await chooseBatch(session, given, vscode.l10n.t('Show Batch'));
  if (id === undefined) return;
  await session.showBatch(id);
  const { annotations } = session.dataset;
  const paths = session.batch?.picks.map(({ path }) => path) ?? [];
  const isOpen = (path: string): boolean => {
    const { label = '', skipped = false } = annotations.get(path) ?? {};
    return label === '' && !skipped;
  };
  const path = given.image ?? paths.find(isOpen) ?? paths[0];
  if (path !== undefined) panel?.reveal({ path, inBatch: true });
}

/**
 * *Show in Next Batch*: opens the panel at an image file: that of the open folder which holds it, else of the folder that
 * the settings name for it, else of the folder it lies in.
 */
export async function showInNextBatch(shell: Shell, argument: unknown): Promise<void> {
  if (!(argument instanceof vscode.Uri)) return;
  const file = argument.fsPath;
  const folder = (await folderHolding(shell, file)) ?? dirname(file);
  await shell.guard(() => shell.withPanel(folder, async (opened) => reveal(opened, file)), folder);
}

/** The innermost of the open folders, and those that the settings name, that a file lies in. */
export async function folderHolding(shell: Shell, file: string): Promise<string | undefined> {
  const open = shell.sessions().map(({ folder }) => folder);
  const holding = [...open, ...(await configuredFolders().catch(() => []))].filter((folder) =>
    isWithin(folder, file),
  );
  return holding.sort((a, b) => b.length - a.length)[0];
}

function reveal({ session, panel }: OpenFolder, file: string): void {
  const image = session.dataset.images.find((candidate) => candidate.file === file);
  if (image === undefined)
    throw new UserError(
      'usage',
      vscode.l10n.t(
        '{0} is not listed in {1}; nextBatch.include, nextBatch.exclude or nextBatch.respectGitignore leaves it out.',
        file,
        session.folder,
      ),
      { file },
    );
  panel?.reveal({ path: image.path, inBatch: false });
}
