import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import type { Format, Reader, Writer } from '../dataset/formats/format.ts';
import type { Formats } from './withFormats.ts';

/** The format that was given by its id, else the one that the person picks; undefined: they picked none. */
export async function chooseFormat(
  { formats }: Formats,
  act: 'import' | 'export',
  id: string | undefined,
  question: { readonly title: string; readonly placeHolder: string },
): Promise<Format | undefined> {
  const offered = formats.filter((format) => format[act] !== undefined);
  if (id !== undefined) return oneOf(offered, id);
  const picked = await vscode.window.showQuickPick(
    offered.map((format) => ({ label: format.title, detail: format.detail, format })),
    { ...question, matchOnDetail: true, ignoreFocusOut: true },
  );
  return picked?.format;
}

/** How it is read; it was offered for that. */
export function readerOf({ import: reader, id }: Format): Reader {
  if (reader === undefined) throw new Error(`${id} has no import`);
  return reader;
}

/** How it is written; it was offered for that. */
export function writerOf({ export: writer, id }: Format): Writer {
  if (writer === undefined) throw new Error(`${id} has no export`);
  return writer;
}

function oneOf(offered: readonly Format[], id: string): Format {
  const found = offered.find((format) => format.id === id);
  if (found !== undefined) return found;
  const ids = offered.map((format) => format.id).join(', ');
  throw new UserError('usage', vscode.l10n.t('There is no format "{0}"; it must be one of {1}.', id, ids));
}
