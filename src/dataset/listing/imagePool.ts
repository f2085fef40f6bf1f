import { inSlices } from '../files/slices.ts';
import type { DatasetOptions, DatasetPaths, ImageFile, Problem } from '../types.ts';
import { listFolder } from './listFolder.ts';
import { noPool, unpackList } from './packedList.ts';
import type { ListRequest } from './walk.ts';

/** The images of a dataset, as they were last listed. */
export class ImagePool {
  readonly #request: ListRequest;
  readonly #lister: string | undefined;
  #pool = noPool;
  #digest = '';
  #problems: readonly Problem[] = [];

  /** `lister`: the built thread that lists folders. */
  constructor(
    { folder, home, cache }: DatasetPaths,
    { include, exclude, respectGitignore }: DatasetOptions,
    lister: string | undefined,
  ) {
    this.#request = { paths: { folder, home, cache }, options: { include, exclude, respectGitignore } };
    this.#lister = lister;
  }

  get images(): readonly ImageFile[] {
    return this.#pool.images;
  }

  /** Row of each path in `images`; replaced with it. */
  get rows(): ReadonlyMap<string, number> {
    return this.#pool.rows;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Lists the images; what it returns makes the list the present one, and says whether it is another. */
  async look(signal: AbortSignal | undefined): Promise<() => boolean> {
    const list = await listFolder(this.#request, { signal, lister: this.#lister });
    const isSame = list.digest === this.#digest;
    const unpacking = unpackList(list, this.#request.paths.home, this.#pool);
    const pool = isSame ? undefined : await inSlices(unpacking, signal);
    return () => {
      this.#problems = list.problems;
      if (pool === undefined || list.digest === this.#digest) return false;
      this.#pool = pool;
      this.#digest = list.digest;
      return true;
    };
  }
}
