import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readError, systemCode } from '../files/fileErrors.ts';
import { type FileStamp, type FileSystem, noFile, stampOf } from '../files/fileSystem.ts';
import { removeTemporaries, replaceFile } from '../files/replaceFile.ts';
import { checkEncoding } from './bytes.ts';
import { LabelsDocument } from './document.ts';

const empty = Buffer.alloc(0);
const unknown = 'unknown';
const settleMs = 100;
const longestWaitMs = 2000;

/** Whether to wait for a file that is being written. */
export type Patience = 'patient' | 'hasty';

/** labels.csv on disk: read again only when it has changed, written whole. */
export class LabelsFile {
  readonly #files: FileSystem;
  readonly #name: string;
  /** The file itself where `labels.csv` is a link to it. */
  #target: string;
  /** Of the file as last taken, while there is no need to read it again. */
  #stamp: FileStamp | undefined;
  #taken: FileStamp = noFile;
  #mode: number | undefined;
  #isTidy = false;
  #document = new LabelsDocument(empty, '');
  #hash = '';

  constructor(files: FileSystem, file: string) {
    this.#files = files;
    this.#name = file;
    this.#target = file;
  }

  /** As last read or written. */
  get document(): LabelsDocument {
    return this.#document;
  }

  /** Of the bytes that `document` was read from. */
  get stamp(): FileStamp {
    return this.#taken;
  }

  /** sha256 of the bytes; '' if there is no file or it is empty. */
  get hash(): string {
    return this.#hash;
  }

  /**
   * Reads the file if it has changed. Bytes that another program wrote a moment ago may be half of what it writes: they
   * count only once the file has been left alone for 0.1 s, for which `patient` waits; `hasty` calls them `unsettled`
   * and keeps what it had. Bytes with the hash `trusted` are whole.
   */
  async read(trusted: string | undefined, patience: Patience): Promise<'same' | 'changed' | 'unsettled'> {
    for (let waited = 0; ; waited += settleMs) {
      const look = await this.#look();
      if (look === undefined) return 'same';
      const hash = sha256(look.bytes);
      const isWhole = !look.isYoung || hash === this.#hash || hash === trusted || waited > longestWaitMs;
      if (isWhole) return this.#take(look, hash) ? 'changed' : 'same';
      if (patience === 'hasty') return 'unsettled';
      await setTimeout(settleMs);
    }
  }

  /**
   * Writes `bytes` in place of the file that had the stamp `expected`. False, and nothing is written, if it is no
   * longer that file. Call it under the lock, with the bytes of `document`.
   */
  async write(bytes: Buffer, expected: FileStamp): Promise<boolean> {
    if (!this.#isTidy) await removeTemporaries(this.#files, path.dirname(this.#target));
    this.#isTidy = true;
    let isWritten = false;
    try {
      isWritten = await replaceFile(this.#files, this.#target, bytes, expected, this.#mode);
    } finally {
      this.#stamp = undefined; // The next look reads the file: somebody may have changed it since the rename.
      this.#hash = isWritten ? sha256(bytes) : unknown;
    }
    return isWritten;
  }

  /** The file as it is now, or undefined if it is what was last taken. */
  async #look(): Promise<Look | undefined> {
    try {
      this.#target = await this.#files.realpath(this.#name);
      const stats = await this.#files.stat(this.#target);
      if (stampOf(stats) === this.#stamp) return undefined;
      const bytes = await this.#files.readFile(this.#target);
      const age = Date.now() - Math.max(stats.mtimeMs, stats.ctimeMs);
      return { bytes, stamp: stampOf(stats), mode: stats.mode, isYoung: age < settleMs && age > -settleMs };
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw readError(error, this.#name);
      return { bytes: empty, stamp: noFile, mode: undefined, isYoung: false };
    }
  }

  /** True if it has other bytes than before. */
  #take({ bytes, stamp, mode, isYoung }: Look, hash: string): boolean {
    if (hash !== this.#hash) {
      checkEncoding(bytes, this.#name);
      this.#document = new LabelsDocument(bytes, path.basename(this.#name));
    }
    const isOther = hash !== this.#hash;
    this.#hash = hash;
    this.#taken = stamp;
    this.#mode = mode;
    // A young file may change again without a new stamp, for clocks have steps: the next look reads it once more.
    this.#stamp = isYoung ? undefined : stamp;
    return isOther;
  }
}

interface Look {
  readonly bytes: Buffer;
  readonly stamp: FileStamp;
  readonly mode: number | undefined;
  readonly isYoung: boolean;
}

function sha256(bytes: Uint8Array): string {
  return bytes.length === 0 ? '' : createHash('sha256').update(bytes).digest('hex');
}
