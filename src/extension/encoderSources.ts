import { basename } from 'node:path';
import { l10n } from 'vscode';
import type { HubOffer } from '../protocol/encoder.ts';

/** Where an encoder can come from. */
export type EncoderSource =
  | { readonly kind: 'builtin' | 'file' | 'folder' | 'trust' }
  | { readonly kind: 'current'; readonly model: string }
  | { readonly kind: 'hub'; readonly offer: HubOffer };

/** One line to choose from; without a source it is a heading. */
export interface SourceItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly source?: EncoderSource;
}

/** Encoders to choose from; in a workspace that nobody trusts the built-in one alone, and why. */
export function encoderSources({
  current,
  isTrusted,
  offers,
}: {
  /** The setting. */
  readonly current: string;
  readonly isTrusted: boolean;
  readonly offers: readonly HubOffer[];
}): readonly SourceItem[] {
  const isBuiltin = ['', 'builtin'].includes(current) || !isTrusted;
  const builtin: SourceItem = {
    label: `${isBuiltin ? '$(check) ' : ''}${l10n.t('Built-in')}`,
    detail: l10n.t('Comes with Next Batch. Small and quick.'),
    source: { kind: 'builtin' },
  };
  if (!isTrusted)
    return [
      builtin,
      { label: l10n.t('others need trust') },
      {
        label: `$(shield) ${l10n.t('Manage Workspace Trust')}`,
        detail: l10n.t('A model is foreign code: loaded only where you trust.'),
        source: { kind: 'trust' },
      },
    ];
  return [
    builtin,
    ...(isBuiltin ? [] : [currentItem(current)]),
    {
      label: `$(file) ${l10n.t('ONNX File')}`,
      detail: l10n.t('A model of your own. What its file does not say is asked.'),
      source: { kind: 'file' },
    },
    {
      label: `$(folder) ${l10n.t('Hugging Face Folder')}`,
      detail: l10n.t('With preprocessor_config.json and onnx/model.onnx.'),
      source: { kind: 'folder' },
    },
    { label: l10n.t('download from huggingface.co') },
    ...offers.map(offerItem),
  ];
}

function currentItem(current: string): SourceItem {
  return {
    label: `$(check) ${basename(current)}`,
    detail: l10n.t('In use: {0}', current),
    source: { kind: 'current', model: current },
  };
}

function offerItem(offer: HubOffer): SourceItem {
  const { title, summary, licence, megabytes, there } = offer;
  const place = there === undefined ? '$(cloud-download)' : '$(package)';
  return {
    label: `${place} ${title}`,
    description:
      there === undefined
        ? l10n.t('about {0} MB, {1}', megabytes, licence)
        : l10n.t('downloaded, {0}', licence),
    detail: summary,
    source: { kind: 'hub', offer },
  };
}
