import { close, open, read } from 'node:fs';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Width and height as they stand in an image's header, before any rotation; undefined where they cannot be read. */
export type ReadSize = (file: string) => Promise<PixelSize | undefined>;

/** The first is enough for most files, the others are for photos with previews and color profiles in their header. */
const lengths = [1 << 12, 1 << 18, 1 << 23];
/** No image is wider or higher: what a damaged header says then is no size. */
const largest = 1 << 20;

/** Loads the library that knows the headers of all kinds of images. */
export async function sizeReader(): Promise<ReadSize> {
  const { imageSize } = await import('image-size');
  const sizeIn = (bytes: Uint8Array): PixelSize | undefined => {
    try {
      const { width, height } = imageSize(bytes);
      const isSize = (pixels: number): boolean => pixels > 0 && pixels <= largest;
      return isSize(width) && isSize(height) ? { width, height } : undefined;
    } catch {
      return undefined; // Not an image, or its header goes on behind these bytes.
    }
  };
  return async (file) => {
    for (const length of lengths) {
      const bytes = await beginning(file, length);
      const size = sizeIn(bytes);
      if (size !== undefined || bytes.length < length) return size;
    }
    return undefined;
  };
}

/** The first bytes of a file; none if it cannot be read. By callback, which is twice as fast as the promise. */
function beginning(file: string, bytes: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    open(file, 'r', (failure, handle) => {
      if (failure !== null) return resolve(new Uint8Array());
      read(handle, Buffer.allocUnsafe(bytes), 0, bytes, 0, (error, count, buffer) => {
        close(handle, () => resolve(error === null ? buffer.subarray(0, count) : new Uint8Array()));
      });
    });
  });
}
