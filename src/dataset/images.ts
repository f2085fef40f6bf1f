import { type Dirent, lstat, type Stats, stat } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '../core/errors.ts';
import { compareUtf8 } from './files/byteOrder.ts';
import { readError } from './files/fileErrors.ts';
import { type GitRules, isIgnored, rulesAbove, withRulesOf } from './gitignore.ts';
import { type ImageFilter, imageFilter } from './imageFilter.ts';
import { isWithin, nameOf, ownFolder } from './paths.ts';
import type { DatasetOptions, DatasetPaths, ImageFile, Problem } from './types.ts';

type ListOptions = Pick<DatasetOptions, 'include' | 'exclude' | 'respectGitignore'>;

export interface ImageList {
  /** Sorted by the UTF-8 bytes of `path`. */
  readonly images: readonly ImageFile[];
  readonly problems: readonly Problem[];
}

/** A folder to look into. */
interface Folder {
  /** As reached from the image folder. */
  readonly folder: string;
  /** The same without links. */
  readonly real: string;
  readonly rules: GitRules;
}

const parallelStats = 64;

/**
 * Lists the images of a folder, sub-folders included. Links are followed, but no file is listed twice by way of a
 * link, and a link to a folder around it is reported instead. A sub-folder that may not be read is reported. Rejects
 * if the folder itself cannot be read, or with `cancelled`.
 */
export async function listImages(
  paths: Pick<DatasetPaths, 'folder' | 'home' | 'cache'>,
  options: ListOptions,
  signal?: AbortSignal,
): Promise<ImageList> {
  const { folder } = paths;
  const real = await realpath(folder).catch((error: unknown) => {
    throw readError(error, folder);
  });
  const walk = new Walk(
    paths,
    imageFilter(options.include, options.exclude),
    options.respectGitignore,
    signal,
  );
  await walk.folder({ folder, real, rules: options.respectGitignore ? await rulesAbove(real) : [] }, true);
  await walk.links();
  const images = await statAll(walk.found, paths.home, signal);
  images.sort((a, b) => compareUtf8(a.path, b.path));
  return { images, problems: walk.problems };
}

class Walk {
  readonly found: string[] = [];
  readonly problems: Problem[] = [];
  readonly #paths: Pick<DatasetPaths, 'folder' | 'home' | 'cache'>;
  readonly #filter: ImageFilter;
  readonly #respectGitignore: boolean;
  readonly #signal: AbortSignal | undefined;
  /** Real paths of folders looked into. */
  readonly #folders = new Set<string>();
  /** Real paths of the images found, to notice those that a link leads to once more. */
  readonly #files = new Set<string>();
  #links: (Folder & { readonly link: string })[] = [];

  constructor(
    paths: Pick<DatasetPaths, 'folder' | 'home' | 'cache'>,
    filter: ImageFilter,
    respectGitignore: boolean,
    signal: AbortSignal | undefined,
  ) {
    this.#paths = paths;
    this.#filter = filter;
    this.#respectGitignore = respectGitignore;
    this.#signal = signal;
  }

  async folder(at: Folder, isRoot = false): Promise<void> {
    throwIfAborted(this.#signal);
    if (
      this.#folders.has(at.real) ||
      path.basename(at.folder) === ownFolder ||
      at.folder === this.#paths.cache
    )
      return;
    this.#folders.add(at.real);
    let entries: Dirent[];
    try {
      entries = await readdir(at.folder, { withFileTypes: true });
    } catch (error) {
      if (isRoot) throw readError(error, at.folder);
      this.problems.push(unreadable(nameOf(this.#paths.home, at.folder)));
      return;
    }
    const rules = this.#respectGitignore ? await withRulesOf(at.real, at.rules) : [];
    const inside: Folder[] = [];
    for (const entry of entries) {
      const file = path.join(at.folder, entry.name);
      const real = path.join(at.real, entry.name);
      if (entry.isSymbolicLink()) this.#links.push({ link: file, folder: at.folder, real: at.real, rules });
      else if (entry.isDirectory()) {
        if (this.#isOpen(file, real, rules)) inside.push({ folder: file, real, rules });
      } else if (entry.isFile() && this.#isWanted(file, real, rules)) this.#add(file, real);
    }
    await Promise.all(inside.map((folder) => this.folder(folder)));
  }

  /** Follows the links met so far, and those met behind them, in the order of their names. */
  async links(): Promise<void> {
    while (this.#links.length > 0) {
      const links = this.#links.sort((a, b) => compareUtf8(a.link, b.link));
      this.#links = [];
      for (const link of links) {
        throwIfAborted(this.#signal);
        await this.#follow(link);
      }
    }
  }

  async #follow({ link, real: from, rules }: Folder & { readonly link: string }): Promise<void> {
    const at = path.join(from, path.basename(link));
    const target = await realpath(link).catch(() => undefined);
    const stats = target === undefined ? undefined : await statOf(target, stat);
    if (target === undefined || stats === undefined) {
      // A link to nothing is listed, so that it is shown as unreadable instead of being missed in silence.
      if (this.#isWanted(link, at, rules)) this.#add(link, at);
    } else if (stats.isDirectory()) {
      if (!this.#isOpen(link, at, rules)) return;
      if (isWithin(target, from)) this.problems.push(loop(nameOf(this.#paths.home, link)));
      else await this.folder({ folder: link, real: target, rules });
    } else if (stats.isFile() && this.#isWanted(link, at, rules)) this.#add(link, target);
  }

  #add(file: string, real: string): void {
    if (this.#files.has(real)) return;
    this.#files.add(real);
    this.found.push(file);
  }

  #isWanted(file: string, real: string, rules: GitRules): boolean {
    return this.#filter.isImage(nameOf(this.#paths.folder, file)) && !isIgnored(rules, real, false);
  }

  #isOpen(folder: string, real: string, rules: GitRules): boolean {
    return !this.#filter.isClosed(nameOf(this.#paths.folder, folder)) && !isIgnored(rules, real, true);
  }
}

/** Sizes and times, a bounded number of questions at a time. Files that vanish meanwhile are left out. */
async function statAll(
  files: readonly string[],
  home: string,
  signal: AbortSignal | undefined,
): Promise<ImageFile[]> {
  const images: ImageFile[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      throwIfAborted(signal);
      const stats = (await statOf(file, stat)) ?? (await statOf(file, lstat));
      if (stats !== undefined)
        images.push({ path: nameOf(home, file), file, size: stats.size, mtimeMs: stats.mtimeMs });
    }
  };
  await Promise.all(Array.from({ length: parallelStats }, work));
  return images;
}

/** By callback, which is twice as fast as the promise for 100,000 files. */
function statOf(file: string, how: typeof stat | typeof lstat): Promise<Stats | undefined> {
  return new Promise((resolve) => {
    how(file, (error, stats) => resolve(error === null ? stats : undefined));
  });
}

function unreadable(folder: string): Problem {
  return {
    kind: 'unreadable-folder',
    message: `The folder ${folder} may not be read, so its images are missing; change its permissions.`,
    path: folder,
  };
}

function loop(link: string): Problem {
  return {
    kind: 'symlink-loop',
    message: `${link} links to a folder that it lies in, so it was not followed; delete the link.`,
    path: link,
  };
}
