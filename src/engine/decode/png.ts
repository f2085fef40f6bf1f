/**
 * True if every IDAT chunk of a PNG lies wholly inside the file: whatever is wrong with it, its pixels were not cut off.
 * (PNG 1.2, section 3.2: eight bytes of signature, then length, type, data and checksum of each chunk.)
 */
export function hasAllPixelData(bytes: Buffer): boolean {
  let found = false;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') {
      if (end > bytes.length) return false;
      found = true;
    }
    at = end;
  }
  return found;
}
