import { createHash } from 'node:crypto';
import { readFile } from 'node:fs';
import { promisify } from 'node:util';
import { UserError } from '../../core/errors.ts';
import { systemCode } from '../../dataset/files/fileErrors.ts';
import type { ImageRef } from '../../protocol/engine.ts';

const MAX_BYTES = 256 << 20;
const read = promisify(readFile);

/** The bytes of an image file. Rejects with `not-readable` and one sentence of reason. */
export async function readImageFile({ file, size }: ImageRef): Promise<Buffer> {
  if (size > MAX_BYTES)
    throw new UserError('not-readable', `The file is larger than ${MAX_BYTES >> 20} MB; make it smaller.`);
  try {
    return await read(file);
  } catch (error) {
    throw new UserError(
      'not-readable',
      REASONS[systemCode(error) ?? ''] ?? `It cannot be read (${systemCode(error)}).`,
      {
        cause: error,
      },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'The file is gone.',
  EISDIR: 'It is a folder, though its name is that of an image.',
  EACCES: 'You may not read it; change its permissions.',
  EPERM: 'You may not read it; change its permissions.',
  EIO: 'The disk cannot read it.',
};

/** Identity of a content: the first 128 bits of its sha256, as 32 hex digits. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
