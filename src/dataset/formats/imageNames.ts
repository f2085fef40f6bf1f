import path from 'node:path';
import { inSlices, type Steps } from '../files/slices.ts';
import { byEnd } from '../imported/imageRows.ts';
import type { Problem } from '../types.ts';
import type { Imported, ImportedRow, ImportRequest } from './format.ts';
import { someOf } from './labeledImages.ts';

/** A label as it stands in a source: the image by whatever name it goes there. */
export interface NamedLabel {
  readonly name: string;
  readonly label: string;
}

type Find = (name: string) => string | undefined;
type Matched = Pick<Imported, 'rows' | 'problems' | 'missing'>;

/**
 * Finds the images that a source names. A name may be relative to labels.csv, to the image folder, to `base` (the folder
 * that the source lies in), or absolute, and may have back slashes. Where none is found so, for the source may come from
 * another machine, the ends of the paths are compared. Of two different labels for one image the last counts, and that is
 * said. Labels of images that are not here are left out, and that is said too.
 */
export function matchLabels(
  { dataset, from, signal }: ImportRequest,
  base: string,
  labels: readonly NamedLabel[],
): Promise<Matched> {
  return inSlices(match(dataset, path.basename(from), base, labels), signal);
}

function* match(
  dataset: ImportRequest['dataset'],
  source: string,
  base: string,
  labels: readonly NamedLabel[],
): Steps<Matched> {
  const exact = yield* assign(labels, byPath(dataset, base));
  if (exact.found.size > 0 || labels.length === 0) return told(source, exact, []);
  const { images } = dataset;
  const byEnds = byEnd({ names: images.map((image) => image.path) });
  const ends = yield* assign(labels, (name) => images[byEnds(name) ?? -1]?.path);
  return told(source, ends, ends.found.size > 0 ? [matchedByEnds(source)] : []);
}

interface Assigned {
  readonly found: ReadonlyMap<string, string>;
  /** Images with two different labels. */
  readonly twice: ReadonlySet<string>;
  readonly lost: readonly string[];
}

const namesPerStep = 64;

function* assign(labels: readonly NamedLabel[], find: Find): Steps<Assigned> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  const lost: string[] = [];
  for (const [i, { name, label }] of labels.entries()) {
    if (i % namesPerStep === 0) yield;
    const image = find(name);
    if (image === undefined) lost.push(name);
    else {
      if ((found.get(image) ?? label) !== label) twice.add(image);
      found.set(image, label);
    }
  }
  return { found, twice, lost };
}

function told(source: string, { found, twice, lost }: Assigned, problems: readonly Problem[]): Matched {
  return {
    rows: Array.from(found, ([image, label]): ImportedRow => ({ path: image, label })),
    problems: [
      ...problems,
      ...(twice.size > 0 ? [twoLabels(source, [...twice])] : []),
      ...(lost.length > 0 ? [notHere(source, lost)] : []),
    ],
    missing: lost.length,
  };
}

function byPath({ images, paths }: ImportRequest['dataset'], base: string): Find {
  const known = new Set(images.map((image) => image.path));
  const byFile = new Map(images.map((image) => [image.file, image.path]));
  const bases = [...new Set([paths.home, paths.folder, base])];
  const search = (name: string): string | undefined => {
    if (known.has(name)) return name;
    const isPlain = isPlainPath(name);
    for (const start of bases) {
      const found = byFile.get(isPlain ? `${start}/${name}` : path.resolve(start, name));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (name) => search(name) ?? (name.includes('\\') ? search(name.replaceAll('\\', '/')) : undefined);
}

/** Nothing in it has to be resolved, which takes long for a hundred thousand names. */
function isPlainPath(name: string): boolean {
  return path.sep === '/' && !/^\/|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(name);
}

function matchedByEnds(source: string): Problem {
  return {
    kind: 'renamed',
    message: `The paths in ${source} were matched by their ends, because they lead to no image here.`,
  };
}

function twoLabels(source: string, names: readonly string[]): Problem {
  const images = names.length === 1 ? '1 image has' : `${names.length} images have`;
  return {
    kind: 'duplicate-row',
    message: `${images} two different labels in ${source} (${someOf(names)}); the last one counts.`,
  };
}

function notHere(source: string, names: readonly string[]): Problem {
  const labels = names.length === 1 ? '1 label is' : `${names.length} labels are`;
  return {
    kind: 'missing-image',
    message: `${labels} left out, because ${source} names images that are not here (${someOf(names)}); open the folder that holds them.`,
    path: names[0] ?? '',
  };
}
