import { createHash } from 'node:crypto';
import path from 'node:path';
import { readError, systemCode } from '../files/fileErrors.ts';
import { type FileStamp, type FileSystem, noFile, stampOf } from '../files/fileSystem.ts';
import { removeTemporaries, replaceFile } from '../files/replaceFile.ts';
import { checkEncoding } from './bytes.ts';
import { LabelsDocument } from './document.ts';

const empty = Buffer.alloc(0);
const unknown = 'unknown';
const clockStepMs = 50;

/** labels.csv on disk: read again only when it has changed, written whole. */
export class LabelsFile {
  readonly #files: FileSystem;
  readonly #name: string;
  /** The file itself where `labels.csv` is a link to it. */
  #target: string;
  #stamp: FileStamp | undefined;
  /** The file was younger than the step of the clock when it was read: it may have changed without a new stamp. */
  #isRacy = false;
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
    return this.#stamp ?? noFile;
  }

  /** sha256 of the bytes; '' if there is no file or it is empty. */
  get hash(): string {
    return this.#hash;
  }

  /** Reads the file if it has changed. True if its bytes have. */
  async read(): Promise<boolean> {
    try {
      this.#target = await this.#files.realpath(this.#name);
      const before = await this.#files.stat(this.#target);
      if (stampOf(before) === this.#stamp && !this.#isRacy) return false;
      const bytes = await this.#files.readFile(this.#target);
      this.#stamp = stampOf(before);
      this.#isRacy = Date.now() - before.mtimeMs < clockStepMs;
      this.#mode = before.mode;
      return this.#take(bytes);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw readError(error, this.#name);
      this.#stamp = noFile;
      return this.#take(empty);
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

  #take(bytes: Buffer): boolean {
    const hash = sha256(bytes);
    if (hash === this.#hash) return false;
    checkEncoding(bytes, this.#name);
    this.#document = new LabelsDocument(bytes, path.basename(this.#name));
    this.#hash = hash;
    return true;
  }
}

export function sha256(bytes: Uint8Array): string {
  return bytes.length === 0 ? '' : createHash('sha256').update(bytes).digest('hex');
}
