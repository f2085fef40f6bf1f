import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { throwIfAborted } from '../../core/errors.ts';
import { readError } from '../files/fileErrors.ts';

const chunkCharacters = 1 << 16;

/** Writes a new file piece by piece, with a bounded part of it in memory; resolves when it is on disk. */
export async function writeText(
  file: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    let chunk = '';
    for await (const piece of pieces) {
      chunk += piece;
      if (chunk.length < chunkCharacters) continue;
      await handle.writeFile(chunk);
      chunk = '';
    }
    await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The lines of a UTF-8 text with their 1-based numbers, blank ones left out. */
export async function* readLines(
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let rest = '';
  let line = 0;
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      throwIfAborted(signal);
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        line++;
        if (text.trim() !== '') yield { text: withoutMark(text), line };
      }
    }
  } catch (error) {
    throw readError(error, file);
  }
  if (rest.trim() !== '') yield { text: withoutMark(rest), line: line + 1 };
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
