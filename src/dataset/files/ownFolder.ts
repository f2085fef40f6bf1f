import path from 'node:path';
import { isWithin } from '../paths.ts';
import { folderGone, systemCode, writeError } from './fileErrors.ts';
import { type FileSystem, noFile } from './fileSystem.ts';
import { replaceFile, syncFolder } from './replaceFile.ts';

const gitFiles = [
  ['.gitignore', 'cache/\nlock/\n'],
  ['.gitattributes', 'history.jsonl merge=union\n'],
] as const;

/** `.next-batch`, made and described to git the first time that something is written. */
export class OwnFolder {
  readonly #files: FileSystem;
  readonly #folder: string;
  readonly #images: string;
  #isPrepared = false;

  constructor(files: FileSystem, folder: string, images: string) {
    this.#files = files;
    this.#folder = folder;
    this.#images = images;
  }

  /** Whether `prepare` was called before; the folder may have been taken away since. */
  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  /** Rejects with a `UserError` if the folder cannot be made, or the image folder that it lies in is gone. */
  async prepare(): Promise<void> {
    try {
      const born = await this.#make();
      if (this.#isPrepared && born === undefined) return;
      for (const [name, text] of gitFiles)
        await replaceFile(this.#files, path.join(this.#folder, name), Buffer.from(text), noFile);
      if (born !== undefined) {
        await syncFolder(this.#files, path.dirname(this.#folder));
        await syncFolder(this.#files, path.dirname(born));
      }
      this.#isPrepared = true;
    } catch (error) {
      throw writeError(error, this.#folder);
    }
  }

  /** Returns the first folder that had to be made. */
  async #make(): Promise<string | undefined> {
    try {
      await this.#files.mkdir(this.#folder);
      return this.#folder;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return undefined;
      // Only now with its parents: on a read-only disk Node's recursive mkdir says that there is no such folder.
      if (systemCode(error) !== 'ENOENT') throw error;
      await this.#refuseToReplace();
      return this.#files.mkdir(this.#folder, { recursive: true });
    }
  }

  /** An image folder that was renamed or unplugged must not come to life again, empty but for our labels. */
  async #refuseToReplace(): Promise<void> {
    if (!isWithin(this.#images, this.#folder)) return;
    const isThere = await this.#files.stat(this.#images).then(
      () => true,
      () => false,
    );
    if (!isThere) throw folderGone(this.#images);
  }
}
