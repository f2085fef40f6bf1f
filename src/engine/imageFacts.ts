import { throwIfAborted, UserError } from '../core/errors.ts';
import type { ImageRef } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import { contentHash, readImageFile } from './decode/imageFiles.ts';
import type { KnownHashes } from './knownHashes.ts';

/** A number per text, the same for equal texts. */
export function numbered(texts: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

/** A number per image of the folder it lies in. */
export function folderNumbers(names: readonly string[]): Int32Array {
  return numbered(names.map(folderOf));
}

/**
 * A number per image of the folder at the top of its path, below the folders that all images share; images that lie in
 * none are in one of their own.
 */
export function topFolderNumbers(names: readonly string[]): Int32Array {
  const shared = sharedFolder(names).length;
  return numbered(names.map((name) => name.slice(0, name.indexOf('/', shared) + 1)));
}

/** `a/b/` for a/b/c/1.jpg and a/b/2.jpg. */
function sharedFolder(names: readonly string[]): string {
  let shared = folderOf(names[0] ?? '');
  for (const name of names) while (!name.startsWith(shared)) shared = folderOf(shared.slice(0, -1));
  return shared;
}

/** `a/b/` of a/b/1.jpg, and of a/b/c. */
function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** A number per image, the same for files with equal bytes. Only files that another one is as long as are read. */
export async function contentNumbers(
  images: readonly ImageRef[],
  known: KnownHashes,
  signal?: CallContext['signal'],
): Promise<Int32Array> {
  const lengths = new Map<number, number>();
  for (const { size } of images) lengths.set(size, (lengths.get(size) ?? 0) + 1);
  const contents: string[] = [];
  for (const image of images) {
    throwIfAborted(signal);
    contents.push((lengths.get(image.size) ?? 0) > 1 ? await contentOf(image, known) : image.file);
  }
  return numbered(contents);
}

async function contentOf(image: ImageRef, known: KnownHashes): Promise<string> {
  const there = known.get(image);
  if (there !== undefined) return there;
  try {
    const hash = contentHash(await readImageFile(image));
    known.set(image, hash);
    return hash;
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
    return image.file;
  }
}
