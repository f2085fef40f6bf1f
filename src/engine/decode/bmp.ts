import { decode } from 'bmp-ts';

export interface RgbImage {
  /** width x height x 3, row-major. */
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Width and height that a BMP's header claims; [0, 0] where it is too short to say. */
export function bmpSize(bytes: Buffer): readonly [width: number, height: number] {
  if (bytes.length < 26) return [0, 0];
  // The oldest header (12 bytes long) has 16-bit sizes.
  if (bytes.readUInt32LE(14) === 12) return [bytes.readUInt16LE(18), bytes.readUInt16LE(20)];
  return [bytes.readUInt32LE(18), Math.abs(bytes.readInt32LE(22))];
}

/** The pixels of a BMP. Its fourth channel is left out: most writers leave it 0 and mean opaque. Throws what bmp-ts throws. */
export function decodeBmp(bytes: Buffer): RgbImage {
  const { data, width, height } = decode(bytes, { toRGBA: true });
  const rgb = Buffer.alloc(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from];
    rgb[to + 1] = data[from + 1];
    rgb[to + 2] = data[from + 2];
  }
  return { data: rgb, width, height };
}
