import * as vscode from 'vscode';
import type { Exported, Format } from '../dataset/formats/format.ts';
import type { CommandArguments } from './commandArguments.ts';
import { askImages, askSplit, askWhere } from './exportQuestions.ts';
import { chooseFormat, writerOf } from './formatChoice.ts';
import { longWork } from './longWork.ts';
import type { OpenFolder } from './openFolder.ts';
import { tell } from './tell.ts';
import type { Formats } from './withFormats.ts';
import { formatted } from './words.ts';

/**
 * *Export Dataset*: asks for a format, a split, how images get there, and a place, and writes what is labeled. Overwrites
 * nothing: where something is, it asks again.
 */
export async function exportDataset(
  library: Formats,
  open: OpenFolder,
  given: CommandArguments,
): Promise<void> {
  const { session } = open;
  const title = vscode.l10n.t('Export Dataset');
  const placeHolder = vscode.l10n.t('How others want the labels');
  const format = await chooseFormat(library, 'export', given.format, { title, placeHolder });
  if (format === undefined) return;
  const writer = writerOf(format);
  const split = await askSplit(given, session.settings.seed);
  if (split === undefined) return;
  const images = writer.holdsImages ? await askImages(given) : 'copy';
  if (images === undefined) return;
  const isFolder = library.makesFolder(writer, split !== 'none');
  const to = await askWhere(library, session.folder, given, {
    isFolder,
    format: format.title,
    extension: writer.extension,
  });
  if (to === undefined) return;
  const { dataset } = session;
  const parts = split === 'none' ? {} : { split };
  const done = await longWork(title, (options) =>
    library.exportLabels(format, { dataset, to, images, ...parts, ...options }),
  );
  tell(open, [said(done, format, to), ...done.problems.map(({ message }) => message).slice(0, 3)].join(' '));
}

function said({ count, split }: Exported, { title }: Format, to: string): string {
  const what = vscode.l10n.t('{0} exported as {1} to {2}.', labels(count), title, to);
  if (split === undefined) return what;
  const sides = vscode.l10n.t(
    '{0} to train with, {1} held out.',
    formatted(split.train),
    formatted(split.val),
  );
  return `${what} ${sides}`;
}

function labels(count: number): string {
  return count === 1 ? vscode.l10n.t('1 label') : vscode.l10n.t('{0} labels', formatted(count));
}
