import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Progress } from '../core/types.ts';
import type { TrialResult } from '../protocol/encoder.ts';
import { withCancel } from './cancellable.ts';
import type { DescribedEncoder } from './chooseEncoderDescription.ts';
import { estimate, pace } from './encoderWords.ts';
import { pickStep } from './pickStep.ts';
import type { Session } from './session.ts';
import { images } from './words.ts';

/** From here on a person is told plainly that it is slow. */
const slowSeconds = 3600;

const steps: Partial<Record<Progress['phase'], string>> = {
  load: vscode.l10n.t('loading it'),
  read: vscode.l10n.t('reading images'),
  embed: vscode.l10n.t('running it'),
};

/**
 * Tries an encoder on 16 images of the folder, shows what is alike to it and how long the folder will take, and asks whether
 * to use it. `use`: decided before. Nothing of it is kept.
 */
export async function tryEncoder(
  session: Session,
  { model, draft }: DescribedEncoder,
  use: boolean | undefined,
  storage: string,
): Promise<TrialResult | 'back' | undefined> {
  const { dataset, settings, engine } = session;
  const { executionProvider: provider, seed } = settings;
  const trial = await withCancel(
    vscode.l10n.t('Trying the encoder on 16 images'),
    (options) =>
      engine.tryEncoder(
        {
          encoder: provider === 'cpu' ? { model } : { model, provider },
          ...(draft && { description: draft.description }),
          images: dataset.images,
          cache: dataset.paths.cache,
          seed,
          theme: isDark() ? 'dark' : 'light',
        },
        options,
      ),
    ({ phase }) => steps[phase] ?? '',
  );
  if (use !== undefined) return use ? trial : undefined;
  // Where there is no place for the picture, there is still the list of names.
  const sheet = trial.sheet === '' ? undefined : await showSheet(trial, storage).catch(() => undefined);
  try {
    return await askUse(trial);
  } finally {
    if (sheet) await closeSheet(sheet);
  }
}

async function askUse(trial: TrialResult): Promise<TrialResult | 'back' | undefined> {
  const { encoder, remaining, secondsLeft, secondsPerImage, unreadable } = trial;
  const isSlow = secondsLeft >= slowSeconds;
  const item = (label: string, detail: string) => ({ label, detail, does: 'nothing' as const });
  const facts = [
    ...(isSlow
      ? [
          item(
            `$(warning) ${vscode.l10n.t('It is slow here')}`,
            vscode.l10n.t('{0}. A smaller encoder takes less.', pace(secondsPerImage)),
          ),
        ]
      : []),
    ...encoder.notes.map((note) => item(`$(warning) ${vscode.l10n.t('Good to know')}`, note)),
    ...(unreadable.length === 0
      ? []
      : [
          item(
            `$(info) ${vscode.l10n.t('{0} of the trial cannot be read', images(unreadable.length))}`,
            unreadable.map(({ path }) => path).join(', '),
          ),
        ]),
  ];
  const items = [
    {
      label: `$(check) ${vscode.l10n.t('Use {0}', encoder.name)}`,
      detail:
        remaining === 0 && trial.images.length === 0
          ? vscode.l10n.t('It loads and runs; there was no image to try it on.')
          : estimate(remaining, secondsLeft),
      does: 'use' as const,
    },
    ...facts,
    ...(trial.images.length < 2
      ? []
      : [
          {
            label: `$(list-unordered) ${vscode.l10n.t('Neighbors in Words')}`,
            detail: vscode.l10n.t('What the picture shows, as a list of names.'),
            does: 'list' as const,
          },
        ]),
    { label: `$(arrow-left) ${vscode.l10n.t('Choose Another')}`, detail: '', does: 'back' as const },
  ];
  for (;;) {
    const picked = await pickStep<(typeof items)[number]>(items, {
      title: vscode.l10n.t('Choose Encoder: {0}', encoder.name),
      placeholder: vscode.l10n.t('Do its neighbors make sense?'),
      canGoBack: true,
    });
    if (picked === undefined || picked === 'back') return picked;
    if (picked.does === 'use') return trial;
    if (picked.does === 'back') return 'back';
    if (picked.does === 'list' && (await listNeighbors(trial)) === undefined) return undefined;
  }
}

/** The neighbors for who does not see the picture; any answer but leaving goes back. */
function listNeighbors({ images: tried, encoder }: TrialResult): Promise<unknown> {
  const items = tried.map(({ path, nearest }) => ({
    label: path,
    detail: nearest.map((one) => `${one.path} (${one.similarity.toFixed(2)})`).join(', '),
  }));
  return pickStep(items, {
    title: vscode.l10n.t('Choose Encoder: {0}', encoder.name),
    placeholder: vscode.l10n.t('Each image of the trial, and the most similar others'),
    canGoBack: true,
  });
}

/** The picture of the trial beside the panel; it goes when the question is answered. */
async function showSheet({ sheet, encoder }: TrialResult, storage: string): Promise<vscode.Uri> {
  const folder = join(storage, 'trials');
  const file = join(folder, `trial of ${encoder.key.slice(0, 8)}.svg`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, sheet);
  const uri = vscode.Uri.file(file);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'imagePreview.previewEditor', {
    viewColumn: vscode.ViewColumn.Active,
    preserveFocus: true,
  });
  return uri;
}

async function closeSheet(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.fsPath === uri.fsPath);
  await vscode.window.tabGroups.close(tabs, true);
  await rm(uri.fsPath, { force: true });
}

function isDark(): boolean {
  const { Dark, HighContrast } = vscode.ColorThemeKind;
  return [Dark, HighContrast].includes(vscode.window.activeColorTheme.kind);
}
