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
