import path from 'node:path';
import { UserError } from '../../core/errors.ts';

/** The images of a pool, as far as a row of another program's file may name them. */
export interface NamedImages {
  /** In pool order, as labels.csv names them. */
  readonly names: readonly string[];
  /** Where they lie, absolute; absent for rows without images. */
  readonly files?: readonly string[];
}

/** Which row of a file is about which image. */
export interface RowMatch {
  /** Row of the file per image; -1 = it has none. */
  readonly rowOf: Int32Array;
  /** Images with a row. */
  readonly matched: number;
  /** Names of the images without one, in pool order. */
  readonly missing: readonly string[];
  /** What a person should know of rows that were not used. */
  readonly notes: readonly string[];
}

/**
 * Finds the image of each row by its path: as in labels.csv, relative to the file it stands in, or absolute. Where none
 * is found so, for the file may come from another machine, the ends of the paths are compared. Of two rows for one
 * image the first counts. Throws `bad-input` where no row is about any image.
 */
export function matchRows(file: string, rowNames: readonly string[], images: NamedImages): RowMatch {
  const source = path.basename(file);
  let rows = assign(rowNames, images, byPath(file, images));
  const notes: string[] = [];
  if (rows.unknown === rowNames.length && images.files !== undefined) {
    rows = assign(rowNames, images, byEnd(images));
    notes.push(`The paths in ${source} were matched by their ends, because they lead to no image here.`);
  }
  const { rowOf, unknown, repeated } = rows;
  const missing = images.names.filter((_, image) => rowOf[image] < 0);
  const matched = images.names.length - missing.length;
  if (matched === 0 && images.names.length > 0) throw noneMatched(file, rowNames, images);
  if (unknown > 0) notes.push(`${rowsOf(source, unknown)} about images that are not here, and left out.`);
  if (repeated > 0)
    notes.push(`${rowsOf(source, repeated)} left out, because an earlier row is about the same image.`);
  return { rowOf, matched, missing, notes };
}

/** Row i is image i; throws `bad-input` where there are not as many. */
export function rowsInOrder(file: string, rows: number, images: NamedImages): RowMatch {
  const { names, files } = images;
  if (rows !== names.length)
    throw new UserError(
      'bad-input',
      `${file} has ${rows} rows for ${names.length} images; give one row per image, or a file of names beside it.`,
      { file },
    );
  const order =
    files === undefined
      ? []
      : [`${path.basename(file)} has no names, so its rows were taken in the order of the images' paths.`];
  return { rowOf: Int32Array.from(names.keys()), matched: rows, missing: [], notes: order };
}

/** The beginning of a list of images, for a sentence. */
export function someOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}

type Find = (name: string) => number | undefined;

function assign(
  rowNames: readonly string[],
  { names }: NamedImages,
  find: Find,
): { readonly rowOf: Int32Array; readonly unknown: number; readonly repeated: number } {
  const rowOf = new Int32Array(names.length).fill(-1);
  let unknown = 0;
  let repeated = 0;
  for (const [row, name] of rowNames.entries()) {
    const image = find(name);
    if (image === undefined) unknown++;
    else if (rowOf[image] >= 0) repeated++;
    else rowOf[image] = row;
  }
  return { rowOf, unknown, repeated };
}

function byPath(file: string, { names, files = [] }: NamedImages): Find {
  const byName = new Map(names.map((name, image) => [name, image]));
  const byFile = new Map(files.map((image, i) => [image, i]));
  const folder = path.dirname(file);
  return (name) => {
    const image = byName.get(name);
    if (image !== undefined || files.length === 0) return image;
    return byName.get(path.posix.normalize(slashed(name))) ?? byFile.get(path.resolve(folder, name));
  };
}

/** The image whose name shares the longest end with a path: folders and file name, and no other image's shares it too. */
export function byEnd({ names }: Pick<NamedImages, 'names'>): (name: string) => number | undefined {
  const byEnds = new Map<string, number | undefined>();
  for (const [image, name] of names.entries())
    for (const end of endsOf(name)) byEnds.set(end, byEnds.has(end) ? undefined : image);
  for (const [image, name] of names.entries()) byEnds.set(name, image);
  return (name) => {
    for (const end of endsOf(slashed(name))) {
      const image = byEnds.get(end);
      if (image !== undefined) return image;
    }
    return undefined;
  };
}

/** `a/b/c`, `b/c`, `c`. */
function endsOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.map((_, i) => parts.slice(i).join('/'));
}

function slashed(name: string): string {
  return name.replaceAll('\\', '/');
}

function noneMatched(file: string, rowNames: readonly string[], { names }: NamedImages): UserError {
  const first = rowNames[0] === undefined ? 'it has no rows' : `its first row is about ${rowNames[0]}`;
  return new UserError(
    'bad-input',
    `No row of ${file} is about an image of this pool: ${first}, and an image here is ${names[0]}; write the paths as in labels.csv.`,
    { file },
  );
}

function rowsOf(source: string, count: number): string {
  return count === 1 ? `1 row of ${source} is` : `${count} rows of ${source} are`;
}
