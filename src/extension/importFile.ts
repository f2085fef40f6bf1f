import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import type { ImportedFile } from '../core/types.ts';
import { writeImport } from '../dataset/imports.ts';
import type { InspectImportRequest, InspectImportResult } from '../protocol/engine.ts';
import type { CommandArguments } from './commandArguments.ts';
import type { OpenFolder } from './openFolder.ts';
import type { Session } from './session.ts';
import { tell } from './tell.ts';

export interface ImportFile {
  readonly kind: InspectImportRequest['kind'];
  readonly title: string;
  readonly placeHolder: string;
  /** Without a dot. */
  readonly extensions: readonly string[];
  /** What the file is used for now, and how much of it. */
  readonly used: (imported: ImportedFile, found: InspectImportResult) => string;
}

/**
 * Asks for a file, checks it, has the folder use it and says what came of it; or has the folder use the present one no
 * longer. Nothing is changed by a file that is refused.
 */
export async function importFile(
  open: OpenFolder,
  given: CommandArguments,
  wanted: ImportFile,
): Promise<void> {
  const { session } = open;
  const present = session.imports[wanted.kind];
  const answer = given.file === undefined ? await askWhat(present, wanted) : 'another';
  if (answer === undefined) return;
  const imported = answer === 'another' ? await askFile(session, given, wanted) : undefined;
  if (answer === 'another' && imported === undefined) return;
  const { kind, used } = wanted;
  const { images, classes, paths } = session.dataset;
  const found = imported && (await session.engine.inspectImport({ kind, imported, images, classes }));
  await writeImport(paths.home, kind, imported);
  await session.refreshImports();
  const sentences =
    imported && found
      ? [used(imported, found), ...found.notes]
      : [vscode.l10n.t('{0} is no longer used.', basename(present?.file ?? ''))];
  tell(open, sentences.join(' '));
}

/** Where a file is in use already: another one, or none. */
async function askWhat(
  present: ImportedFile | undefined,
  { title, placeHolder }: ImportFile,
): Promise<'another' | 'none' | undefined> {
  if (present === undefined) return 'another';
  const name = basename(present.file);
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('Import another file'), detail: placeHolder, answer: 'another' as const },
      { label: vscode.l10n.t('Use {0} no longer', name), detail: present.file, answer: 'none' as const },
    ],
    { title, placeHolder: vscode.l10n.t('{0} is in use', name), ignoreFocusOut: true },
  );
  return picked?.answer;
}

async function askFile(
  session: Session,
  given: CommandArguments,
  { title, placeHolder, extensions }: ImportFile,
): Promise<ImportedFile | undefined> {
  const file = given.file ?? (await openDialog(session.folder, title, { [placeHolder]: [...extensions] }));
  if (file === undefined) return undefined;
  if (extname(file).toLowerCase() !== '.npy') return { file };
  if (given.file !== undefined) return given.names === undefined ? { file } : { file, names: given.names };
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t('In the order of the images here'),
        detail: vscode.l10n.t('By path, as labels.csv is sorted.'),
        isNamed: false,
      },
      {
        label: vscode.l10n.t('Named by a text file'),
        detail: vscode.l10n.t('One image path per line, one line per row.'),
        isNamed: true,
      },
    ],
    {
      title,
      placeHolder: vscode.l10n.t('Which image is which row of {0}?', basename(file)),
      ignoreFocusOut: true,
    },
  );
  if (picked === undefined) return undefined;
  if (!picked.isNamed) return { file };
  const names = await openDialog(dirname(file), vscode.l10n.t('Names of the rows'), {
    [vscode.l10n.t('One path per line')]: ['txt'],
  });
  return names === undefined ? undefined : { file, names };
}

async function openDialog(
  folder: string,
  title: string,
  filters: Record<string, string[]>,
): Promise<string | undefined> {
  const defaultUri = vscode.Uri.file(folder);
  const [picked] = (await vscode.window.showOpenDialog({ title, filters, defaultUri })) ?? [];
  return picked?.fsPath;
}
