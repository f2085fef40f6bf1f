import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import { type BatchSummary, batchSummaries, decidedCount } from '../dataset/batchSummaries.ts';
import type { CommandArguments } from './commandArguments.ts';
import type { Session } from './session.ts';
import { strategyTitle } from './strategies.ts';
import { formatted } from './words.ts';

/** The id of the batch a command works on: the one it was given, else the one a person picks. Undefined: they picked none. */
export async function chooseBatch(
  { dataset, folder }: Session,
  given: CommandArguments,
  title: string,
): Promise<string | undefined> {
  if (given.batch !== undefined) return given.batch;
  const batches = await batchSummaries(dataset.paths.batches, new Map());
  if (batches.length === 0)
    throw new UserError(
      'usage',
      vscode.l10n.t('No batch was selected in {0} yet; select one first.', folder),
    );
  const picked = await vscode.window.showQuickPick(
    batches.map((batch) => ({
      id: batch.id,
      label: batchTitle(batch.id),
      description: `${strategyTitle(batch.selector)} · ${batchTime(batch)}`,
      detail: batchProgress(batch, dataset.annotations),
    })),
    { title, placeHolder: vscode.l10n.t('The newest batch comes first'), matchOnDescription: true },
  );
  return picked?.id;
}

/** "Batch 3" */
export function batchTitle(id: string): string {
  return vscode.l10n.t('Batch {0}', formatted(Number(id)));
}

/** When it was selected, in the person's own words for dates; '' if the manifest does not say it. */
export function batchTime({ time }: BatchSummary): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** "12 of 20" */
export function batchProgress(
  { paths }: BatchSummary,
  annotations: Session['dataset']['annotations'],
): string {
  return vscode.l10n.t('{0} of {1}', formatted(decidedCount(paths, annotations)), formatted(paths.length));
}
