import { l10n } from 'vscode';
import { type ErrorCode, UserError } from '../core/errors.ts';
import type { Banner } from '../protocol/panel.ts';

const openSettings = { title: l10n.t('Open Settings'), command: 'openSettings' } as const;

const wayOut: Partial<Record<ErrorCode, Banner['button']>> = {
  usage: openSettings,
  'bad-encoder': { title: l10n.t('Choose Encoder'), command: 'chooseEncoder' },
  'not-writable': openSettings,
  'not-found': { title: l10n.t('Open Image Folder'), command: 'openImageFolder' },
};

/** What a person is told about an error, with at most one button; null where there is nothing to say (they cancelled). */
export function bannerOf(error: unknown): Banner | null {
  const button: Banner['button'] = { title: l10n.t('Show Log'), command: 'showLog' };
  if (!(error instanceof UserError) || error.code === 'internal')
    return {
      kind: 'error',
      message: l10n.t(
        'Something went wrong inside Next Batch: {0}. The log has the details.',
        messageOf(error),
      ),
      button,
    };
  if (error.code === 'cancelled') return null;
  return { kind: 'error', message: error.message, button: wayOut[error.code] ?? button };
}

/** For the log: the whole story. */
export function storyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${storyOf(error.cause)}`;
  return `${error instanceof UserError ? `${error.code}: ` : ''}${error.stack ?? error.message}${cause}`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/[.\s]+$/, '');
}
