import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { readError, systemCode, writeError } from '../files/fileErrors.ts';
import { type FileSystem, stampOf } from '../files/fileSystem.ts';
import { syncFolder } from '../files/replaceFile.ts';
import { identityOf, KeptOpen, type Opened } from './keptOpen.ts';
import { formatLine, type Line } from './lines.ts';

const newline = 0x0a;
const rememberedBytes = 1024;

/** What a look at the file found. `restarted`: it shrank or is another one, and `lines` start from its first line. */
export interface Read {
  readonly restarted: boolean;
  readonly lines: readonly string[];
}

/**
 * history.jsonl: lines that only grow. Any number of processes may append at the same time, for one `write` to a file
 * opened O_APPEND lands whole and in one place. What counts is what can be read back: an append is reported as done
 * only after fsync, and the caller then finds its line by `read`.
 */
export class Journal {
  readonly #files: FileSystem;
  readonly #file: string;
  /** Bytes taken in so far: always the end of a line. */
  #offset = 0;
  /** The last bytes before `#offset`, to notice a file that was written anew and has grown past it. */
  #remembered = Buffer.alloc(0);
  #stamp = '';
  readonly #kept: KeptOpen;
  /** The file that is kept open is the one last read, to its end, as a look has just told. */
  #isKnown = false;

  constructor(files: FileSystem, file: string) {
    this.#files = files;
    this.#file = file;
    this.#kept = new KeptOpen(files, file);
  }

  /** The whole lines added since the last call. No file = no lines. */
  async read(): Promise<Read> {
    let handle: FileHandle;
    try {
      handle = await this.#files.open(this.#file, 'r');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return this.#missing();
      throw readError(error, this.#file);
    }
    try {
      const stats = await handle.stat();
      const stamp = stampOf(stats);
      if (stamp === this.#stamp) return { restarted: false, lines: [] };
      const continued = stats.size >= this.#offset && (await this.#continues(handle));
      if (!continued) this.#forget();
      const fresh = await readRange(handle, this.#offset, stats.size - this.#offset);
      this.#stamp = stamp;
      return { restarted: !continued, lines: this.#take(fresh) };
    } catch (error) {
      throw readError(error, this.#file);
    } finally {
      await handle.close();
    }
  }

  /** Whether the file is as it was when it was last read. */
  async isUnchanged(): Promise<boolean> {
    const stats = await this.#files.stat(this.#file).catch(() => undefined); // Whoever reads it hears of it.
    const isSame = stats !== undefined && stampOf(stats) === this.#stamp;
    this.#isKnown =
      isSame && stats.size === this.#offset && this.#kept.current?.identity === identityOf(stats);
    return isSame;
  }

  /**
   * Appends lines, one `write` each and one fsync for all, then reads what is new, them included. Rejects with a
   * `UserError`; then none of the lines counts.
   */
  async append(lines: readonly Line[]): Promise<Read> {
    try {
      const known = this.#isKnown ? this.#kept.take() : undefined;
      this.#isKnown = false;
      const opened = known ?? (await this.#kept.renew());
      const start = known === undefined ? opened.size : this.#offset;
      const length = await this.#write(opened, start, lines);
      const read = await this.#readBack(opened, length);
      this.#kept.keep();
      return read ?? (await this.read());
    } catch (error) {
      await this.#kept.close();
      throw writeError(error, this.#file);
    }
  }

  /** Lets go of the file. */
  close(): Promise<void> {
    return this.#kept.close();
  }

  /** Appends to the file that ends at `start`. Returns the number of bytes written. */
  async #write({ handle }: Opened, start: number, lines: readonly Line[]): Promise<number> {
    const born = start === 0;
    const torn = !born && start !== this.#offset && (await readRange(handle, start - 1, 1))[0] !== newline;
    let written = 0;
    try {
      for (const [index, line] of lines.entries()) {
        const bytes = Buffer.from((torn && index === 0 ? '\n' : '') + formatLine(line));
        const { bytesWritten } = await handle.write(bytes, 0, bytes.length);
        written += bytesWritten;
        if (bytesWritten < bytes.length) throw shortWrite();
      }
      await handle.sync();
    } catch (error) {
      await this.#withdraw(handle, start, written).catch(() => undefined); // The first error is the one to tell.
      throw error;
    }
    if (born) await syncFolder(this.#files, path.dirname(this.#file));
    return written;
  }

  /** What is new in the file just written, if it is still the one that goes by the name. */
  async #readBack({ handle, identity }: Opened, written: number): Promise<Read | undefined> {
    const length = this.#remembered.length;
    const [stats, bytes] = await Promise.all([
      this.#files.stat(this.#file).catch(() => undefined), // Taken away: there is no such file to read, either.
      readRange(handle, this.#offset - length, length + written),
    ]);
    const isOurs =
      stats !== undefined && identityOf(stats) === identity && stats.size === this.#offset + written;
    if (!isOurs || !bytes.subarray(0, length).equals(this.#remembered)) return undefined;
    this.#stamp = stampOf(stats);
    return { restarted: false, lines: this.#take(bytes.subarray(length)) };
  }

  /** Takes a failed append out again, unless somebody has appended behind it: then its torn line is skipped by readers. */
  async #withdraw(handle: FileHandle, start: number, written: number): Promise<void> {
    const { size } = await handle.stat();
    if (written > 0 && size === start + written) await handle.truncate(start);
  }

  #missing(): Read {
    const restarted = this.#offset > 0;
    this.#forget();
    return { restarted, lines: [] };
  }

  #forget(): void {
    this.#offset = 0;
    this.#remembered = Buffer.alloc(0);
    this.#stamp = '';
  }

  async #continues(handle: FileHandle): Promise<boolean> {
    const length = this.#remembered.length;
    const there = await readRange(handle, this.#offset - length, length);
    return there.equals(this.#remembered);
  }

  /** Whole lines only: what follows the last newline may be a line that is being written. */
  #take(fresh: Buffer): string[] {
    const end = fresh.lastIndexOf(newline) + 1;
    if (end === 0) return [];
    const whole = fresh.subarray(0, end);
    this.#offset += end;
    this.#remembered = Buffer.concat([this.#remembered, whole.subarray(-rememberedBytes)]).subarray(
      -rememberedBytes,
    );
    return whole.toString('utf8', 0, end - 1).split('\n');
  }
}

function shortWrite(): Error {
  return Object.assign(new Error('short write'), { code: 'ENOSPC' });
}

async function readRange(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, length));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break; // It shrank while we read; the next look sees that.
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
