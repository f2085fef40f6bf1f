let last: { readonly paths: readonly string[]; readonly folders: ReadonlyMap<string, number> } | undefined;

/** Folders that images lie in ("a/", "a/b/"), sorted, with the number of images in each and below it. */
export function foldersOf(paths: readonly string[]): ReadonlyMap<string, number> {
  if (last?.paths === paths) return last.folders;
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (folder !== '') counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const folders = new Map<string, number>();
  for (const [folder, count] of counts)
    for (let end = folder.indexOf('/') + 1; end > 0; end = folder.indexOf('/', end) + 1) {
      const above = folder.slice(0, end);
      folders.set(above, (folders.get(above) ?? 0) + count);
    }
  const sorted = new Map([...folders].sort(([a], [b]) => (a < b ? -1 : 1)));
  last = { paths, folders: sorted };
  return sorted;
}
