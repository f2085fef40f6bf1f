import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import type { ImportedFile } from '../core/types.ts';
import { type ImportKind, writeImport } from '../dataset/imports.ts';
import type { Dataset } from '../dataset/types.ts';
import type { CommandArguments } from './commandArguments.ts';
import type { Session } from './session.ts';

/** What a file turned out to hold, in sentences. */
export interface Checked {
  readonly used: string;
  readonly notes: readonly string[];
}

export interface ImportFile {
  readonly kind: ImportKind;
  readonly title: string;
  readonly placeHolder: string;
  /** Without a dot. */
  readonly extensions: readonly string[];
  /** Reads the file; rejects with the sentence of what is wrong with it. */
  readonly check: (imported: ImportedFile) => Promise<Checked>;
}

/**
 * Asks for a file, checks it, has the folder use it and says what came of it; or has the folder use the present one no
 * longer. Nothing is changed by a file that is refused.
 */
export async function importFile(
  session: Session,
  given: CommandArguments,
  wanted: ImportFile,
): Promise<void> {
  await session.readImports();
  const present = session.imports[wanted.kind];
  const answer = given.file === undefined ? await askWhat(present, wanted) : 'another';
  if (answer === undefined) return;
  const imported = answer === 'another' ? await askFile(session, given, wanted) : undefined;
  if (answer === 'another' && imported === undefined) return;
  const checked = imported && (await wanted.check(imported));
  await writeImport(session.dataset.paths.home, wanted.kind, imported);
  await session.readImports();
  session.refreshPredictions();
  const gone = present && `${basename(present.file)} is no longer used.`;
  const sentences = checked ? [checked.used, ...checked.notes] : [gone ?? ''];
  session.show({ kind: 'info', message: sentences.join(' ') });
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
      { label: 'Import another file', detail: placeHolder, answer: 'another' as const },
      { label: `Use ${name} no longer`, detail: present.file, answer: 'none' as const },
    ],
    { title, placeHolder: `${name} is in use` },
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
        label: 'In the order of the images here',
        detail: 'By path, as labels.csv is sorted.',
        isNamed: false,
      },
      { label: 'Named by a text file', detail: 'One image path per line, one line per row.', isNamed: true },
    ],
    { title, placeHolder: `Which image is which row of ${basename(file)}?` },
  );
  if (picked === undefined) return undefined;
  if (!picked.isNamed) return { file };
  const names = await openDialog(dirname(file), 'Names of the rows', { 'One path per line': ['txt'] });
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

/** The images of a dataset, as rows of a file may name them. */
export function imagesOf({ images }: Pick<Dataset, 'images'>): { names: string[]; files: string[] } {
  return { names: images.map(({ path }) => path), files: images.map(({ file }) => file) };
}

/** "1 image", "320 images" */
export function said(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
