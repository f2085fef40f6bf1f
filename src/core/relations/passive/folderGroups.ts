/** A folder says something if it holds so many images, and no more than this part of all; and if there are so many of them. */
const fewestImages = 2;
const mostImages = 200;
const mostShare = 0.25;
const fewestFolders = 5;

/**
 * Rows whose images lie in the same folder, the first of each group ascending. A few large folders are how somebody keeps
 * files (`train` and `val`, a card of a camera); many small ones are what the images are of (a folder per video, animal or
 * patient). So a folder counts only where it holds 2 to 200 images, no more than a quarter of all, directly; and only
 * where there are at least five such folders. What lies at the top lies in none.
 */
export function folderGroups(names: readonly string[]): readonly Int32Array[] {
  const folders = new Map<string, number[]>();
  for (const [row, name] of names.entries()) {
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    const rows = folders.get(folder);
    if (rows !== undefined) rows.push(row);
    else if (folder !== '') folders.set(folder, [row]);
  }
  const most = Math.min(mostImages, mostShare * names.length);
  const telling = [...folders.values()].filter(({ length }) => length >= fewestImages && length <= most);
  return telling.length < fewestFolders ? [] : telling.map((rows) => Int32Array.from(rows));
}
