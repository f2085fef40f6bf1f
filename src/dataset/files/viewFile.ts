import { webcrypto } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { checkEncoding } from './bytes.ts';
import { readError, systemCode } from './fileErrors.ts';
import { type FileStamp, type FileSystem, noFile, stampOf } from './fileSystem.ts';
import { removeTemporaries, replaceFile } from './replaceFile.ts';
import { atOnce, inSlices, type Steps } from './slices.ts';

const empty = Buffer.alloc(0);
const unknown = 'unknown';
const settleMs = 100;
const longestWaitMs = 2000;

/** Whether to wait for a file that is being written. */
export type Patience = 'patient' | 'hasty';

/** What a file would be with some changes. */
export interface Edit {
  readonly bytes: Buffer;
  /** Makes it what the document says; call it once the bytes are on disk. */
  commit(): void;
}

/** Reads a file; no bytes are a document that says nothing. `name` is what its problems call the file. */
export type Parse<Document> = (bytes: Buffer, name: string) => Steps<Document>;

/** A view of the journal on disk, labels.csv say: read again only when it has changed, written whole. */
export class ViewFile<Document> {
  readonly #files: FileSystem;
  readonly #name: string;
  readonly #read: Parse<Document>;
  /** The file itself where the name is a link to it. */
  #target: string;
  /** Of the file as last taken, while there is no need to read it again. */
  #stamp: FileStamp | undefined;
  /** Of the file as last taken or written, while it may still change without a new stamp: only `patient` looks again. */
  #settling: FileStamp | undefined;
  #taken: FileStamp = noFile;
  #mode: number | undefined;
  #isTidy = false;
  #document: Document;
  #hash = '';
  /** Of writes: bytes that were read before the last one are those of a file that is no more. */
  #writes = 0;

  constructor(files: FileSystem, file: string, parse: Parse<Document>) {
    this.#files = files;
    this.#name = file;
    this.#target = file;
    this.#read = parse;
    this.#document = atOnce(parse(empty, ''));
  }

  /** As last read or written. */
  get document(): Document {
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
    for (let waited = 0; ; ) {
      const writes = this.#writes;
      const look = await this.#look(patience);
      if (look === undefined) return 'same';
      const hash = await sha256(look.bytes);
      const isWhole = !look.isYoung || hash === this.#hash || hash === trusted || waited > longestWaitMs;
      const document = isWhole && hash !== this.#hash ? await this.#parse(look.bytes) : undefined;
      if (writes !== this.#writes) continue;
      if (isWhole) return this.#take(look, hash, document) ? 'changed' : 'same';
      if (patience === 'hasty') return 'unsettled';
      await setTimeout(settleMs);
      waited += settleMs;
    }
  }

  /**
   * Writes an edit of `document` in place of the file that had the stamp `expected`, and returns its sha256. Undefined,
   * and nothing is written, if it is no longer that file. Call it under the lock.
   */
  async write({ bytes, commit }: Edit, expected: FileStamp): Promise<string | undefined> {
    if (!this.#isTidy) await removeTemporaries(this.#files, path.dirname(this.#target));
    this.#isTidy = true;
    const hash = await sha256(bytes);
    let isWritten = false;
    try {
      isWritten = await replaceFile(this.#files, this.#target, bytes, expected, this.#mode);
    } finally {
      this.#writes++;
      this.#stamp = undefined; // The next look reads the file: somebody may have changed it since the rename.
      this.#settling = undefined;
      this.#hash = isWritten ? hash : unknown;
    }
    if (!isWritten) return undefined;
    commit();
    await this.#settle(bytes.length);
    return hash;
  }

  /** Whether a `hasty` read would find nothing new, as far as a look tells. */
  async isUnchanged(): Promise<boolean> {
    const stats = await this.#files.stat(this.#name).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw readError(error, this.#name);
    });
    const stamp = stampOf(stats);
    return stamp === this.#stamp || stamp === this.#settling;
  }

  /** Spares the next `patient` read the bytes of a file that was taken young and has not changed since. */
  async prepare(): Promise<void> {
    const writes = this.#writes;
    const settling = this.#settling;
    if (settling === undefined) return;
    const look = await this.#look('patient').catch(() => undefined); // Who reads the file next hears of it.
    if (look === undefined || look.isYoung || look.stamp !== settling) return;
    const isSame = (await sha256(look.bytes)) === this.#hash;
    if (!isSame || writes !== this.#writes || this.#settling !== settling) return;
    this.#stamp = look.stamp;
    this.#taken = look.stamp;
    this.#mode = look.mode;
  }

  /** Looks at what was just written, so that acts need not read it: that is left to the next `patient` read. */
  async #settle(length: number): Promise<void> {
    const writes = this.#writes;
    const stats = await this.#files.stat(this.#target).catch(() => undefined); // Who reads the file next hears of it.
    if (stats?.size === length && writes === this.#writes && this.#stamp === undefined)
      this.#settling = stampOf(stats);
  }

  /** The file as it is now, or undefined if it is what was last taken. */
  async #look(patience: Patience): Promise<Look | undefined> {
    try {
      this.#target = await this.#files.realpath(this.#name);
      const stats = await this.#files.stat(this.#target);
      const stamp = stampOf(stats);
      if (stamp === this.#stamp || (patience === 'hasty' && stamp === this.#settling)) return undefined;
      const bytes = await this.#files.readFile(this.#target);
      const age = Date.now() - Math.max(stats.mtimeMs, stats.ctimeMs);
      return { bytes, stamp, mode: stats.mode, isYoung: age < settleMs && age > -settleMs };
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw readError(error, this.#name);
      return { bytes: empty, stamp: noFile, mode: undefined, isYoung: false };
    }
  }

  /** True if it has other bytes than before. */
  #take({ stamp, mode, isYoung }: Look, hash: string, document: Document | undefined): boolean {
    const isOther = hash !== this.#hash;
    if (document !== undefined) this.#document = document;
    this.#hash = hash;
    this.#taken = stamp;
    this.#mode = mode;
    // A young file may change again without a new stamp, for clocks have steps: the next look reads it once more.
    this.#stamp = isYoung ? undefined : stamp;
    this.#settling = isYoung ? stamp : undefined;
    return isOther;
  }

  #parse(bytes: Buffer): Promise<Document> {
    checkEncoding(bytes, this.#name);
    return inSlices(this.#read(bytes, path.basename(this.#name)));
  }
}

interface Look {
  readonly bytes: Buffer;
  readonly stamp: FileStamp;
  readonly mode: number | undefined;
  readonly isYoung: boolean;
}

/** In a thread of the pool. */
async function sha256(bytes: Buffer): Promise<string> {
  if (bytes.length === 0) return '';
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
