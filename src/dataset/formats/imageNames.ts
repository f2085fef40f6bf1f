import path from 'node:path';
import { byEnd } from '../imported/imageRows.ts';
import { nameOf } from '../paths.ts';
import type { Problem } from '../types.ts';
import type { Imported, ImportedRow, ImportRequest } from './format.ts';
import { someOf } from './labeledImages.ts';

/** A label as it stands in a source: the image by whatever name it goes there. */
export interface NamedLabel {
  readonly name: string;
  readonly label: string;
}

/**
 * Finds the images that a source names. A name may be relative to labels.csv, to the image folder, to `base` (the folder
 * that the source lies in), or absolute, and may have back slashes. Where none is found so, for the source may come from
 * another machine, the ends of the paths are compared. Of two different labels for one image the last counts, and that is
 * said. Labels of images that are not here are left out, and that is said too.
 */
export function matchLabels(
  { dataset, from }: Pick<ImportRequest, 'dataset' | 'from'>,
  base: string,
  labels: readonly NamedLabel[],
): Pick<Imported, 'rows' | 'problems' | 'missing'> {
  const { images, paths } = dataset;
  const source = path.basename(from);
  const problems: Problem[] = [];
  let find = byPath(new Set(images.map((image) => image.path)), paths, base);
  if (labels.length > 0 && images.length > 0 && labels.every(({ name }) => find(name) === undefined)) {
    const byEnds = byEnd({ names: images.map((image) => image.path) });
    find = (name) => images[byEnds(name) ?? -1]?.path;
    if (labels.some(({ name }) => find(name) !== undefined))
      problems.push({
        kind: 'renamed',
        message: `The paths in ${source} were matched by their ends, because they lead to no image here.`,
      });
  }
  const found = new Map<string, string>();
  const twice = new Set<string>();
  const lost: string[] = [];
  for (const { name, label } of labels) {
    const image = find(name);
    if (image === undefined) lost.push(name);
    else {
      if ((found.get(image) ?? label) !== label) twice.add(image);
      found.set(image, label);
    }
  }
  if (twice.size > 0) problems.push(twoLabels(source, [...twice]));
  if (lost.length > 0) problems.push(notHere(source, lost));
  const rows = Array.from(found, ([image, label]): ImportedRow => ({ path: image, label }));
  return { rows, problems, missing: lost.length };
}

function byPath(
  known: ReadonlySet<string>,
  { home, folder }: ImportRequest['dataset']['paths'],
  base: string,
): (name: string) => string | undefined {
  const bases = [...new Set([home, folder, base])];
  const search = (name: string): string | undefined => {
    if (known.has(name)) return name;
    for (const start of bases) {
      const candidate = nameOf(home, path.resolve(start, name));
      if (known.has(candidate)) return candidate;
    }
    return undefined;
  };
  return (name) => search(name) ?? (name.includes('\\') ? search(name.replaceAll('\\', '/')) : undefined);
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
