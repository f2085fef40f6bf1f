import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { compareUtf8 } from '../files/byteOrder.ts';
import { readError } from '../files/fileErrors.ts';
import type { Steps } from '../files/slices.ts';
import { type ImageFilter, imageFilter } from '../imageFilter.ts';
import { isWithin, nameOf, ownFolder } from '../paths.ts';
import type { DatasetOptions, DatasetPaths, Problem } from '../types.ts';
import { Collector, type Found, type Run, statOf } from './found.ts';
import { type GitRules, isIgnored, rulesAbove, withRulesOf } from './gitignore.ts';

/** What to list; plain data, which can be sent to a thread. */
export interface ListRequest {
  readonly paths: Pick<DatasetPaths, 'folder' | 'home' | 'cache'>;
  readonly options: Pick<DatasetOptions, 'include' | 'exclude' | 'respectGitignore'>;
}

/** A folder to look into. */
interface Folder {
  /** As reached from the image folder. */
  readonly folder: string;
  /** The same without links. */
  readonly real: string;
  readonly rules: GitRules;
}

interface Link extends Folder {
  readonly link: string;
}

/** Files looked at in one step: a hundredth of a second where the disk is slow. */
const filesPerStep = 10;

/**
 * Lists the images of a folder, sub-folders included. Links are followed, but no file is listed twice by way of a
 * link, and a link to a folder around it is reported instead. A sub-folder that may not be read is reported; files
 * that vanish meanwhile are left out. Throws if the folder itself cannot be read.
 *
 * The calls are synchronous, for they cost a fifth of what asynchronous ones do: the place for this is a thread.
 */
export function* walk({ paths, options }: ListRequest): Steps<Found> {
  const { folder } = paths;
  const real = rootOf(folder);
  const rules = options.respectGitignore ? rulesAbove(real) : [];
  const walking = new Walk(paths, imageFilter(options.include, options.exclude), options.respectGitignore);
  yield* walking.folder({ folder, real, rules }, true);
  yield* walking.links();
  return walking.found();
}

class Walk {
  readonly #found = new Collector();
  readonly #problems: Problem[] = [];
  readonly #at: ListRequest['paths'];
  readonly #filter: ImageFilter;
  readonly #respectGitignore: boolean;
  /** Real paths of folders looked into. */
  readonly #folders = new Set<string>();
  /** Folders whose images were found without links, and their run. */
  readonly #plain: (readonly [real: string, run: Run])[] = [];
  /** Real paths of all images found, to notice those that a link leads to once more; made when the first link is met. */
  #files: Set<string> | undefined;
  #links: Link[] = [];

  constructor(paths: ListRequest['paths'], filter: ImageFilter, respectGitignore: boolean) {
    this.#at = paths;
    this.#filter = filter;
    this.#respectGitignore = respectGitignore;
  }

  /** All that was found so far. */
  found(): Found {
    return { ...this.#found.sorted(), problems: this.#problems };
  }

  *folder(at: Folder, isRoot = false): Steps<void> {
    yield;
    if (this.#folders.has(at.real) || path.basename(at.folder) === ownFolder || at.folder === this.#at.cache)
      return;
    this.#folders.add(at.real);
    let entries: Dirent[];
    try {
      entries = readdirSync(at.folder, { withFileTypes: true });
    } catch (error) {
      if (isRoot) throw readError(error, at.folder);
      this.#problems.push(unreadable(nameOf(this.#at.home, at.folder)));
      return;
    }
    const rules = this.#respectGitignore ? withRulesOf(at.real, at.rules) : [];
    const here: Folder = { folder: at.folder, real: at.real, rules };
    const { wanted, inside } = this.#sort(entries, here);
    yield* this.#look(here, wanted);
    for (const name of inside)
      yield* this.folder({ folder: path.join(at.folder, name), real: path.join(at.real, name), rules });
  }

  /** Follows the links met so far, and those met behind them, in the order of their names. */
  *links(): Steps<void> {
    while (this.#links.length > 0) {
      const links = this.#links.sort((a, b) => compareUtf8(a.link, b.link));
      this.#links = [];
      for (const link of links) {
        yield;
        yield* this.#follow(link);
      }
    }
  }

  /** What is in a folder, by name; the links are kept for later. */
  #sort(
    entries: readonly Dirent[],
    at: Folder,
  ): { readonly wanted: readonly string[]; readonly inside: readonly string[] } {
    const wanted: string[] = [];
    const inside: string[] = [];
    const prefix = asPrefix(nameOf(this.#at.folder, at.folder));
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isSymbolicLink()) this.#links.push({ ...at, link: path.join(at.folder, name) });
      else if (entry.isDirectory()) {
        if (this.#isOpen(prefix + name, at, name)) inside.push(name);
      } else if (entry.isFile() && this.#isWanted(prefix + name, at, name)) wanted.push(name);
    }
    // Folder by folder, and then the whole list is usually in order.
    return { wanted: wanted.sort(compareUtf8), inside: inside.sort(compareUtf8) };
  }

  *#look({ folder, real }: Folder, names: readonly string[]): Steps<void> {
    const prefix = asPrefix(nameOf(this.#at.home, folder));
    const start = path.join(folder, path.sep);
    const paths: string[] = [];
    for (const [i, name] of names.entries()) {
      if (i % filesPerStep === filesPerStep - 1) yield;
      const isFirst = this.#files === undefined || this.#isFirst(this.#files, path.join(real, name));
      if (isFirst && this.#found.note(start + name)) paths.push(prefix + name);
    }
    const run = this.#found.add(paths);
    if (run !== undefined && this.#files === undefined) this.#plain.push([real, run]);
  }

  *#follow({ link, real: from, rules }: Link): Steps<void> {
    const name = path.basename(link);
    const inFolder = nameOf(this.#at.folder, link);
    const at = { real: from, rules };
    const target = realPathOf(link);
    const stats = target === undefined ? undefined : statOf(target, statSync);
    if (target === undefined || stats === undefined) {
      // A link to nothing is listed, so that it is shown as unreadable instead of being missed in silence.
      if (this.#isWanted(inFolder, at, name)) this.#addLink(link, path.join(from, name));
    } else if (stats.isDirectory()) {
      if (!this.#isOpen(inFolder, at, name)) return;
      if (isWithin(target, from)) this.#problems.push(loop(nameOf(this.#at.home, link)));
      else yield* this.folder({ folder: link, real: target, rules });
    } else if (stats.isFile() && this.#isWanted(inFolder, at, name)) this.#addLink(link, target);
  }

  #addLink(link: string, real: string): void {
    this.#files ??= new Set(
      this.#plain.flatMap(([folder, run]) =>
        run.paths.split('\0').map((name) => path.join(folder, path.posix.basename(name))),
      ),
    );
    if (this.#isFirst(this.#files, real) && this.#found.note(link))
      this.#found.add([nameOf(this.#at.home, link)]);
  }

  #isFirst(files: Set<string>, real: string): boolean {
    if (files.has(real)) return false;
    files.add(real);
    return true;
  }

  #isWanted(inFolder: string, { real, rules }: Omit<Folder, 'folder'>, name: string): boolean {
    return (
      this.#filter.isImage(inFolder) && !(rules.length > 0 && isIgnored(rules, path.join(real, name), false))
    );
  }

  #isOpen(inFolder: string, { real, rules }: Omit<Folder, 'folder'>, name: string): boolean {
    return (
      !this.#filter.isClosed(inFolder) && !(rules.length > 0 && isIgnored(rules, path.join(real, name), true))
    );
  }
}

/** What stands before the names in a folder ('' for the base itself). */
function asPrefix(folder: string): string {
  return folder === '' ? '' : `${folder}/`;
}

function rootOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw readError(error, folder);
  }
}

function realPathOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined; // It leads nowhere, or round in a circle.
  }
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
