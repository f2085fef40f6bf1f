import { renameSync, statSync } from 'node:fs';
import * as promises from 'node:fs/promises';

/** What tells one state of a file from another without reading it. */
export type FileStamp = string;

/** The stamp where there is no file. */
export const noFile: FileStamp = '';

type Calls =
  | 'open'
  | 'stat'
  | 'readFile'
  | 'readdir'
  | 'mkdir'
  | 'unlink'
  | 'realpath'
  | 'rename'
  | 'writeFile';

/** Every call by which a dataset touches its own files; tests put a recording or failing one in its place. */
export interface FileSystem extends Pick<typeof promises, Calls> {
  /** Moves `from` over `to` if `to` still has this stamp; false, and nothing is done, if it has not. */
  renameOver(from: string, to: string, expected: FileStamp): boolean;
}

export const nodeFileSystem: FileSystem = {
  ...promises,
  renameOver(from, to, expected) {
    // Two calls with nothing between them: no other program is likely to write in these microseconds.
    if (stampOf(statSync(to, { throwIfNoEntry: false })) !== expected) return false;
    renameSync(from, to);
    return true;
  },
};

interface Stats {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

export function stampOf(stats: Stats | undefined): FileStamp {
  if (stats === undefined) return noFile;
  return [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':');
}
