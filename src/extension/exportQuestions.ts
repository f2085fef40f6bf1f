import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import {
  type ImageTransfer,
  imageTransfers,
  type SplitRequest,
  splitRules,
} from '../dataset/formats/format.ts';
import type { CommandArguments } from './commandArguments.ts';
import type { Formats } from './withFormats.ts';

const standardFraction = 0.2;

/** The split that was given, else the one the person wants; `none`: everything in one. Undefined: they want no export. */
export async function askSplit(
  { split, valFraction, seed }: CommandArguments,
  standardSeed: number,
): Promise<SplitRequest | 'none' | undefined> {
  const rule = split ?? (await askRule());
  if (rule === undefined || rule === 'none') return rule;
  const by = splitRules.find((known) => known === rule);
  if (by === undefined) throw notOneOf('split', rule, ['none', ...splitRules]);
  const fraction = valFraction ?? (split === undefined ? await askFraction() : standardFraction);
  if (fraction === undefined) return undefined;
  if (!(fraction > 0 && fraction < 1)) throw notOneOf('valFraction', String(fraction), ['0.01 … 0.99']);
  return { by, fraction, seed: seed ?? standardSeed };
}

async function askRule(): Promise<SplitRequest['by'] | 'none' | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t('No split'),
        detail: vscode.l10n.t('All labels together.'),
        rule: 'none' as const,
      },
      {
        label: vscode.l10n.t('Train and validation, by class'),
        detail: vscode.l10n.t('Each class keeps its proportion on both sides.'),
        rule: 'stratified' as const,
      },
      {
        label: vscode.l10n.t('Train and validation, by folder'),
        detail: vscode.l10n.t(
          'The images of a folder stay on one side: of one patient, one place, one film.',
        ),
        rule: 'group' as const,
      },
    ],
    { ...question(), placeHolder: vscode.l10n.t('Hold a part out for validation?') },
  );
  return picked?.rule;
}

async function askFraction(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    ...question(),
    prompt: vscode.l10n.t('Percent of the labels that are held out for validation'),
    value: String(100 * standardFraction),
    validateInput: (value) =>
      isPercent(value) ? undefined : vscode.l10n.t('A number above 0 and below 100'),
  });
  return text === undefined ? undefined : Number(text) / 100;
}

function isPercent(text: string): boolean {
  return text.trim() !== '' && Number(text) > 0 && Number(text) < 100;
}

/** How images get into formats that hold them. */
export async function askImages({ images, to }: CommandArguments): Promise<ImageTransfer | undefined> {
  if (images !== undefined) {
    const how = imageTransfers.find((known) => known === images);
    if (how === undefined) throw notOneOf('images', images, imageTransfers);
    return how;
  }
  if (to !== undefined) return 'copy';
  const details: Readonly<Record<ImageTransfer, readonly [label: string, detail: string]>> = {
    copy: [
      vscode.l10n.t('Copies'),
      vscode.l10n.t('Can be moved to another machine; needs their size again.'),
    ],
    'hard-link': [
      vscode.l10n.t('Hard links'),
      vscode.l10n.t('Need no space, and stay when the image folder is moved; same disk only.'),
    ],
    'symbolic-link': [
      vscode.l10n.t('Symbolic links'),
      vscode.l10n.t('Need no space; lead to nothing when the image folder is moved.'),
    ],
  };
  const picked = await vscode.window.showQuickPick(
    imageTransfers.map((how) => ({ label: details[how][0], detail: details[how][1], how })),
    { ...question(), placeHolder: vscode.l10n.t('How the images get there') },
  );
  return picked?.how;
}

/** The file or folder to write, free to be written; undefined: the person named none. */
export async function askWhere(
  { freePlace, isFree }: Formats,
  folder: string,
  { to: given, ifTaken }: CommandArguments,
  what: { readonly isFolder: boolean; readonly format: string; readonly extension: string | undefined },
): Promise<string | undefined> {
  const name = `${basename(folder)}-labeled`;
  for (
    let to = given ?? (await askPlace(folder, name, what));
    to !== undefined;
    to = await askPlace(folder, name, what)
  ) {
    if (await isFree(to, what.isFolder)) return to;
    const beside = await freePlace(to, what.isFolder, name, new Date());
    if (given !== undefined && ifTaken === 'beside') return beside;
    const answer = await askTaken(to, beside, what.isFolder);
    if (answer !== 'another') return answer;
  }
  return undefined;
}

async function askPlace(
  folder: string,
  name: string,
  { isFolder, format, extension = '' }: Parameters<typeof askWhere>[3],
): Promise<string | undefined> {
  const parent = dirname(folder);
  const title = vscode.l10n.t('{0}: where to write it', format);
  const openLabel = vscode.l10n.t('Export Dataset');
  if (isFolder) {
    const defaultUri = vscode.Uri.file(parent);
    const [picked] =
      (await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        title,
        openLabel,
        defaultUri,
      })) ?? [];
    return picked?.fsPath;
  }
  const defaultUri = vscode.Uri.file(join(parent, name + extension));
  const filters = { [format]: [extension.slice(1)] };
  return (await vscode.window.showSaveDialog({ title, saveLabel: openLabel, defaultUri, filters }))?.fsPath;
}

/** Something is there, and it stays as it is. */
async function askTaken(to: string, beside: string, isFolder: boolean): Promise<string | undefined> {
  const other = vscode.l10n.t('Choose Another Place');
  const dated = vscode.l10n.t('Write to {0}', basename(beside));
  const answer = await vscode.window.showWarningMessage(
    isFolder
      ? vscode.l10n.t('{0} is not empty.', basename(to))
      : vscode.l10n.t('{0} is already there.', basename(to)),
    { modal: true, detail: vscode.l10n.t('An export overwrites nothing. It can be written to {0}.', beside) },
    dated,
    other,
  );
  if (answer === dated) return beside;
  return answer === other ? 'another' : undefined;
}

function question(): { readonly title: string; readonly ignoreFocusOut: true } {
  return { title: vscode.l10n.t('Export Dataset'), ignoreFocusOut: true };
}

function notOneOf(name: string, given: string, known: readonly string[]): UserError {
  return new UserError(
    'usage',
    vscode.l10n.t('{0} is "{1}"; it must be one of {2}.', name, given, known.join(', ')),
  );
}
