import path from 'node:path';
import { nearest } from '../../core/nearest.ts';
import type { Dataset } from '../../dataset/types.ts';
import type { Call } from '../command.ts';

type Known = Pick<Dataset, 'images' | 'rows' | 'annotations' | 'relations'>;

/** Names of images looked through for a likely one: more would take longer than a person waits for a hint. */
const comparedNames = 20_000;

/** The path of an image that is named as in labels.csv or as a file, or a sentence that says why there is none. */
export function imageFinder(
  { directory }: Pick<Call, 'directory'>,
  { images, rows, annotations, relations }: Known,
): (name: string) => { readonly path: string } | { readonly problem: string } {
  let byFile: ReadonlyMap<string, string> | undefined;
  return (name) => {
    if (rows.has(name)) return { path: name };
    byFile ??= new Map(images.map((image) => [image.file, image.path]));
    const found = byFile.get(path.resolve(directory, name));
    if (found !== undefined) return { path: found };
    if (annotations.has(name) || relations.nodeOf(name) !== undefined)
      return { problem: `"${name}" is not in the folder any more; put it back, or leave it out.` };
    const near = nearest(name, [...rows.keys()].slice(0, comparedNames));
    const hint = near === undefined ? 'name one as in labels.csv.' : `did you mean "${near}"?`;
    return { problem: `"${name}" is no image of the folder; ${hint}` };
  };
}
