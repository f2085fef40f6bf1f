import { type ErrorCode, UserError } from '../core/errors.ts';
import type { Banner } from '../protocol/panel.ts';

const wayOut: Partial<Record<ErrorCode, Banner['button']>> = {
  usage: { title: 'Open Settings', command: 'openSettings' },
  'bad-encoder': { title: 'Open Settings', command: 'openSettings' },
  'not-writable': { title: 'Open Settings', command: 'openSettings' },
  'not-found': { title: 'Open Image Folder', command: 'openImageFolder' },
};

/** What a person is told about an error, with at most one button; null where there is nothing to say (they cancelled). */
export function bannerOf(error: unknown): Banner | null {
  const button: Banner['button'] = { title: 'Show Log', command: 'showLog' };
  if (!(error instanceof UserError) || error.code === 'internal')
    return {
      kind: 'error',
      message: `Something went wrong inside Next Batch: ${messageOf(error)}. The log has the details.`,
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
