import { close, open, read } from 'node:fs';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Width and height as they stand in an image's header, before any rotation; undefined where they cannot be read. */
export type ReadSize = (file: string) => Promise<PixelSize | undefined>;

/** Enough for most files; what follows is for those with a large header, as photos with a preview in it. */
const [shortBytes, longBytes] = [4096, 1 << 18];

/** Loads the library that knows the headers of all kinds of images. */
export async function sizeReader(): Promise<ReadSize> {
  const { imageSize } = await import('image-size');
  const sizeIn = (bytes: Uint8Array): PixelSize | undefined => {
    try {
      const { width, height } = imageSize(bytes);
      return width > 0 && height > 0 ? { width, height } : undefined;
    } catch {
      return undefined; // Not an image, or its header goes on behind these bytes.
    }
  };
  return async (file) => {
    const start = await beginning(file, shortBytes);
    const size = sizeIn(start);
    return size !== undefined || start.length < shortBytes ? size : sizeIn(await beginning(file, longBytes));
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
