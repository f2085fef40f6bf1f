import type { ImageRef } from '../protocol/engine.ts';

/** What is already known of a file, so that it need not be read again. */
export interface KnownHashes {
  get(image: ImageRef): string | undefined;
  set(image: ImageRef, hash: string): void;
}

export function createKnownHashes(): KnownHashes {
  const hashes = new Map<string, string>();
  const stateOf = ({ file, size, mtimeMs }: ImageRef): string => `${file}|${size}|${mtimeMs}`;
  return {
    get: (image) => hashes.get(stateOf(image)),
    set: (image, hash) => void hashes.set(stateOf(image), hash),
  };
}
