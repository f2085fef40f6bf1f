import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

/** Texts of one line about pictures by content hash, in a cache folder: a line `<content> <text>` for each. */
export interface PictureCache {
  get(content: string): string | undefined;
  /** Known at once, on the disk with the next `flush` if it can be written: what is not kept is made again. */
  set(content: string, text: string): void;
  flush(): Promise<void>;
}

const contentLength = 32;
const lineFeed = 10;
const linesPerBreath = 20_000;

/**
 * Opens `pictures/<name>.txt`. It is kept as the bytes it is, and a line becomes a text when it is asked for: there are
 * some kilobytes per picture. A line that a crash cut short has a length of its own, and is passed over.
 */
export async function openPictureCache(
  cache: string,
  name: string,
  textLength: number,
): Promise<PictureCache> {
  const file = path.join(cache, 'pictures', `${name}.txt`);
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const starts = new Map<string, number>();
  let lines = 0;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    if (end - start === contentLength + 1 + textLength)
      starts.set(bytes.toString('latin1', start, start + contentLength), start + contentLength + 1);
    start = end + 1;
    if (++lines % linesPerBreath === 0) await breathe();
  }
  const added = new Map<string, string>();
  let waiting: string[] = [];
  return {
    get(content) {
      const start = starts.get(content);
      return (
        added.get(content) ??
        (start === undefined ? undefined : bytes.toString('latin1', start, start + textLength))
      );
    },
    set(content, text) {
      added.set(content, text);
      waiting.push(`${content} ${text}\n`);
    },
    async flush() {
      const entries = waiting.join('');
      waiting = [];
      if (entries === '') return;
      // Begins with a line feed: what a crash left without one must not spoil the first line.
      await mkdir(path.dirname(file), { recursive: true })
        .then(() => appendFile(file, `\n${entries}`))
        .catch(() => undefined);
    },
  };
}
