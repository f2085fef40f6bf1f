/**
 * A sorted list of image paths, folder by folder: each run is one folder ('' or 'a/b/') and the names in it, a '/'
 * between two, which no name holds. A folder may come back in a later run, because a pool is sorted by whole paths.
 */
export type PackedPaths = readonly { readonly folder: string; readonly names: string }[];

/** Says the folder once for every run of paths that share it, and a run in one text: a message of few, plain values. */
export function packPaths(paths: Iterable<string>): PackedPaths {
  const runs: { readonly folder: string; readonly names: string[] }[] = [];
  let current: { readonly folder: string; readonly names: string[] } | undefined;
  for (const path of paths) {
    const cut = path.lastIndexOf('/') + 1;
    const folder = path.slice(0, cut);
    if (current?.folder !== folder) {
      current = { folder, names: [] };
      runs.push(current);
    }
    current.names.push(path.slice(cut));
  }
  return runs.map(({ folder, names }) => ({ folder, names: names.join('/') }));
}

/** The paths again, in the same order. */
export function unpackPaths(packed: PackedPaths): string[] {
  return packed.flatMap(({ folder, names }) => names.split('/').map((name) => folder + name));
}
