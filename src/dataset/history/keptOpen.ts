import type { FileHandle } from 'node:fs/promises';
import type { FileSystem } from '../files/fileSystem.ts';

/** Windows lets nobody replace a file that is open. */
const keepMs = process.platform === 'win32' ? 0 : 2000;

/** A file opened to append to, and what it was when it was opened. */
export interface Opened {
  readonly handle: FileHandle;
  readonly identity: string;
  readonly size: number;
}

/** Keeps a file open for a moment after it was used: who labels a lot need not open it for each act. */
export class KeptOpen {
  readonly #files: Pick<FileSystem, 'open'>;
  readonly #file: string;
  #opened: Opened | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(files: Pick<FileSystem, 'open'>, file: string) {
    this.#files = files;
    this.#file = file;
  }

  /** The file, if it is still open; it may have been replaced since. */
  get current(): Opened | undefined {
    return this.#opened;
  }

  /** The same, and it stays open until `keep` or `close` is called: nobody closes it under who writes. */
  take(): Opened | undefined {
    clearTimeout(this.#timer);
    return this.#opened;
  }

  /** Opens the file that goes by the name now, as `take` does; makes it if there is none. */
  async renew(): Promise<Opened> {
    await this.close();
    const handle = await this.#files.open(this.#file, 'a+');
    try {
      const stats = await handle.stat();
      this.#opened = { handle, identity: identityOf(stats), size: stats.size };
      return this.#opened;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** It was used, and may be again soon. */
  keep(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.close(), keepMs).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.handle.close().catch(() => undefined); // All that counts was synced before.
  }
}

/** What tells a file from another that has its name. */
export function identityOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}
