import { basename } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import type { Session } from './session.ts';
import { withFormats } from './withFormats.ts';
import { images } from './words.ts';

/** The true class of every image, for a simulation. */
export interface Truth {
  readonly classes: readonly string[];
  /** Class number per image; -1 = not known. */
  readonly labels: Int32Array;
}

/** Asks where the true classes stand: the labels given here, the names of the sub-folders, or a file. */
export async function chooseTruth(session: Session, given: string | undefined): Promise<Truth | undefined> {
  const { dataset } = session;
  if (given !== undefined) return truthOf(session, await rowsOfFile(session, given), basename(given));
  const labels = [...dataset.annotations].map(([path, { label }]) => ({ path, label }));
  const folders = await withFormats(async ({ classFolders }) =>
    classFolders.import?.read({ dataset, from: session.folder }),
  );
  const offers = [
    { label: vscode.l10n.t('The labels given here'), rows: labels.filter(({ label }) => label !== '') },
    { label: vscode.l10n.t('The names of the sub-folders'), rows: folders?.rows ?? [] },
  ];
  const picked = await vscode.window.showQuickPick(
    [
      ...offers
        .filter(({ rows }) => new Set(rows.map(({ label }) => label)).size >= 2)
        .sort((a, b) => b.rows.length - a.rows.length)
        .map((offer) => ({ ...offer, description: images(offer.rows.length) })),
      { label: vscode.l10n.t('A file'), description: 'path,label', rows: undefined },
    ],
    {
      title: vscode.l10n.t('Simulate Strategies'),
      placeHolder: vscode.l10n.t('Where the true classes stand'),
      ignoreFocusOut: true,
    },
  );
  if (picked === undefined) return undefined;
  if (picked.rows) return truthOf(session, picked.rows, picked.label);
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('True classes: {0}', 'path,label'),
      filters: { 'path,label': ['csv'] },
      defaultUri: vscode.Uri.file(session.folder),
    })) ?? [];
  return file && truthOf(session, await rowsOfFile(session, file.fsPath), basename(file.fsPath));
}

type Rows = readonly { readonly path: string; readonly label: string }[];

async function rowsOfFile({ dataset }: Session, from: string): Promise<Rows> {
  const imported = await withFormats(async ({ labelsCsv }) => labelsCsv.import?.read({ dataset, from }));
  return imported?.rows ?? [];
}

function truthOf({ dataset }: Session, rows: Rows, source: string): Truth {
  const classes = [...new Set(rows.map(({ label }) => label))].filter((label) => label !== '').sort();
  if (classes.length < 2)
    throw new UserError(
      'bad-input',
      vscode.l10n.t(
        '{0} names fewer than two classes of the images here; a simulation needs two at least.',
        source,
      ),
    );
  const numbers = new Map(classes.map((name, number) => [name, number]));
  const labelOf = new Map(rows.map(({ path, label }) => [path, label]));
  const labels = Int32Array.from(dataset.images, ({ path }) => numbers.get(labelOf.get(path) ?? '') ?? -1);
  return { classes, labels };
}
