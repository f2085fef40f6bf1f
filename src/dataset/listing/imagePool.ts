import { inSlices } from '../files/slices.ts';
import type { DatasetOptions, DatasetPaths, ImageFile, Problem } from '../types.ts';
import { listFolder } from './listFolder.ts';
import { Pool } from './pool.ts';
import type { ListRequest } from './walk.ts';

/** The images of a dataset, as they were last listed. */
export class ImagePool {
  readonly #request: ListRequest;
  readonly #lister: string | undefined;
  #pool = Pool.empty;
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

  image(path: string): ImageFile | undefined {
    return this.#pool.image(path);
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Lists the images; what it returns makes the list the present one, and says whether it is another. */
  async look(signal: AbortSignal | undefined): Promise<() => boolean> {
    const list = await listFolder(this.#request, { signal, lister: this.#lister });
    const isSame = list.digest === this.#digest;
    const pool = isSame ? undefined : await inSlices(Pool.from(list, this.#request.paths.home), signal);
    return () => {
      this.#problems = list.problems;
      if (pool === undefined || list.digest === this.#digest) return false;
      this.#pool = pool;
      this.#digest = list.digest;
      return true;
    };
  }
}
