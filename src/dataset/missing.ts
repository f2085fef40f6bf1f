import path from 'node:path';
import type { FileSystem } from './files/fileSystem.ts';
import { inSlices, type Steps } from './files/slices.ts';
import { Turns } from './files/turns.ts';

const parallel = 32;
const pathsPerStep = 256;

/** Annotated paths that are not in the list of images and whose file is gone. */
export class MissingFiles {
  readonly #files: Pick<FileSystem, 'stat'>;
  readonly #home: string;
  readonly #turns = new Turns();
  /** Whether the file is there, of each path that was looked for. */
  readonly #known = new Map<string, boolean>();
  #paths: readonly string[] = [];

  /** `home` is the folder that paths are relative to. */
  constructor(files: Pick<FileSystem, 'stat'>, home: string) {
    this.#files = files;
    this.#home = home;
  }

  /** As last found, in the order of the annotations; another list with every look. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Looks for those that are not listed and were not looked for before; for all of them, if `isAnew`. */
  find(
    annotated: ReadonlyMap<string, unknown>,
    listed: ReadonlyMap<string, unknown>,
    isAnew: boolean,
  ): Promise<void> {
    return this.#turns.run(async () => {
      const unlisted = await inSlices(without(annotated.keys(), listed));
      if (isAnew) this.#known.clear();
      await this.#look(unlisted.filter((name) => !this.#known.has(name)));
      this.#paths = unlisted.filter((name) => this.#known.get(name) === false);
    });
  }

  /** Those of these paths whose file is gone. */
  among(paths: readonly string[]): Promise<readonly string[]> {
    return this.#turns.run(async () => {
      await this.#look(paths.filter((name) => !this.#known.has(name)));
      return paths.filter((name) => this.#known.get(name) === false);
    });
  }

  async #look(names: readonly string[]): Promise<void> {
    let next = 0;
    const work = async (): Promise<void> => {
      for (let name = names[next++]; name !== undefined; name = names[next++]) {
        const isThere = await this.#files.stat(path.resolve(this.#home, name)).then(
          () => true,
          () => false,
        );
        this.#known.set(name, isThere);
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
  }
}

function* without(names: Iterable<string>, listed: ReadonlyMap<string, unknown>): Steps<string[]> {
  const rest: string[] = [];
  let count = 0;
  for (const name of names) {
    if (!listed.has(name)) rest.push(name);
    if (++count % pathsPerStep === 0) yield;
  }
  return rest;
}
