import { open } from 'node:fs/promises';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Enough for most files; what follows is for those with a large header, as photos with a preview in it. */
const startBytes = [4096, 1 << 18];

/** Width and height as they stand in an image's header, before any rotation; undefined where they cannot be read. */
export async function imageSize(file: string): Promise<PixelSize | undefined> {
  const { imageSize: sizeOf } = await import('image-size');
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    for (const bytes of startBytes) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
      const size = sizeIn(buffer.subarray(0, bytesRead), sizeOf);
      if (size !== undefined || bytesRead < bytes) return size;
    }
    return undefined;
  } catch {
    return undefined; // A folder, or a disk that fails: the size is not known.
  } finally {
    await handle.close();
  }
}

function sizeIn(bytes: Uint8Array, sizeOf: (bytes: Uint8Array) => PixelSize): PixelSize | undefined {
  try {
    const { width, height } = sizeOf(bytes);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    return undefined; // Not an image, or its header goes on behind these bytes.
  }
}
