import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Perceptual hashes by content hash, in a cache folder: `perceptual/v1.txt`, a line `<content> <hash>` for each. */
export interface PerceptualCache {
  get(content: string): bigint | undefined;
  /** Known at once, on the disk with the next `flush` if it can be written: a hash that is not kept is made again. */
  set(content: string, hash: bigint): void;
  flush(): Promise<void>;
}

const line = /^([0-9a-f]{32}) ([0-9a-f]{16})$/;

/** Reads what is stored. A line that a crash cut short is passed over; what two processes add lies behind one another. */
export async function openPerceptualCache(cache: string): Promise<PerceptualCache> {
  const file = path.join(cache, 'perceptual', 'v1.txt');
  const text = await readFile(file, 'utf8').catch(() => '');
  const known = new Map<string, bigint>();
  for (const entry of text.split('\n')) {
    const [, content, hash] = line.exec(entry) ?? [];
    if (content !== undefined) known.set(content, BigInt(`0x${hash}`));
  }
  let waiting = '';
  return {
    get: (content) => known.get(content),
    set(content, hash) {
      known.set(content, hash);
      waiting += `${content} ${hash.toString(16).padStart(16, '0')}\n`;
    },
    async flush() {
      const entries = waiting;
      waiting = '';
      if (entries === '') return;
      // Begins with a line feed: what a crash left without one must not spoil the first line.
      await mkdir(path.dirname(file), { recursive: true })
        .then(() => appendFile(file, `\n${entries}`))
        .catch(() => undefined);
    },
  };
}
