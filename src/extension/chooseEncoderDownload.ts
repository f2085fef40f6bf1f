import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client.ts';
import type { HubListing, HubOffer } from '../protocol/encoder.ts';
import { withCancel } from './cancellable.ts';
import { duration, megabytes } from './encoderWords.ts';
import { pickStep } from './pickStep.ts';

type Engine = Pick<EngineClient, 'lookUpModel' | 'downloadModel'>;

/**
 * Downloads a model in two steps that a person decides on: the hub is asked for size, licence and checksum, these are shown,
 * and then the files are fetched. `isAgreed`: both were decided before. Gives the ONNX file.
 */
export async function downloadEncoder(
  engine: Engine,
  offer: HubOffer,
  isAgreed: boolean,
  folder: string,
): Promise<string | 'back' | undefined> {
  const title = vscode.l10n.t('Choose Encoder: {0}', offer.title);
  if (!isAgreed) {
    const go = await askLookUp(offer, title);
    if (go !== true) return go;
  }
  const listing = await withCancel(vscode.l10n.t('Asking huggingface.co about {0}', offer.title), (options) =>
    engine.lookUpModel({ id: offer.id }, options),
  );
  if (!isAgreed) {
    const go = await askDownload(listing, title);
    if (go !== true) return go;
  }
  const total = listing.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const words = (done: number, secondsLeft: number | undefined): string =>
    secondsLeft === undefined
      ? vscode.l10n.t('{0} of {1}', megabytes(done), megabytes(total))
      : vscode.l10n.t('{0} of {1}, {2} left', megabytes(done), megabytes(total), duration(secondsLeft));
  const { file } = await withCancel(
    vscode.l10n.t('Downloading {0}', offer.title),
    (options) => engine.downloadModel({ listing, folder }, options),
    ({ done, secondsLeft }) => words(done, secondsLeft),
  );
  return file;
}

async function askLookUp(offer: HubOffer, title: string): Promise<true | 'back' | undefined> {
  const picked = await pickStep(
    [
      {
        label: `$(globe) ${vscode.l10n.t('Look It Up on huggingface.co')}`,
        description: offer.repository,
        detail: vscode.l10n.t('Asks for size, licence and checksum. Nothing is downloaded yet.'),
      },
    ],
    {
      title,
      placeholder: vscode.l10n.t('Next Batch opens no connection unless you ask for it.'),
      canGoBack: true,
    },
  );
  return picked === undefined || picked === 'back' ? picked : true;
}

async function askDownload(listing: HubListing, title: string): Promise<true | 'back' | undefined> {
  const { model, commit, licence, files } = listing;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const onnx = files.find(({ name }) => name === model.file);
  const fact = (label: string, detail: string) => ({ label, detail, isFact: true });
  const items = [
    {
      label: `$(cloud-download) ${vscode.l10n.t('Download {0}', megabytes(total))}`,
      detail: vscode.l10n.t('Can be cancelled, and goes on where it stopped.'),
      isFact: false,
    },
    { label: vscode.l10n.t('what it is'), kind: vscode.QuickPickItemKind.Separator, isFact: true },
    fact(vscode.l10n.t('Licence'), licence),
    fact(vscode.l10n.t('From'), `huggingface.co/${model.repository} @ ${commit}`),
    fact(
      model.sha256 === undefined
        ? vscode.l10n.t('sha256, as the hub says')
        : vscode.l10n.t('sha256, as Next Batch expects it'),
      onnx?.hash.hex ?? '',
    ),
    fact(vscode.l10n.t('Files'), files.map(({ name, bytes }) => `${name} (${bytes} B)`).join(', ')),
  ];
  for (;;) {
    const picked = await pickStep(items, {
      title,
      placeholder: vscode.l10n.t('Download it?'),
      canGoBack: true,
    });
    if (picked === undefined || picked === 'back') return picked;
    if (!picked.isFact) return true;
  }
}
