import { UserError } from '../../core/errors.ts';

/** Text held as one character per byte (latin1), as text; `undefined` if the bytes are not UTF-8. */
export function decode(bytes: string): string | undefined {
  if (isAscii(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  return text.includes('\ufffd') && !Buffer.from(text).equals(buffer) ? undefined : text;
}

/** Text as one character per UTF-8 byte. */
export function encode(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Throws a sentence if a file is no UTF-8 text at all. */
export function checkEncoding(bytes: Buffer, file: string): void {
  if (bytes.length >= 2 && [0xfffe, 0xfeff].includes(bytes.readUInt16BE(0)))
    throw new UserError('bad-input', `${file} is UTF-16; save it as UTF-8 and open the folder again.`, {
      file,
    });
  if (bytes.includes(0))
    throw new UserError(
      'bad-input',
      `${file} holds zero bytes, so it is not a text file; restore it, or move it away and it is written again.`,
      {
        file,
      },
    );
}
