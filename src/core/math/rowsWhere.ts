/** The rows 0 to count - 1 of which something is so, ascending. A loop: an iterator takes half a second for a million. */
export function rowsWhere(count: number, isSo: (row: number) => boolean): Int32Array {
  const found = new Int32Array(count);
  let size = 0;
  for (let row = 0; row < count; row++) if (isSo(row)) found[size++] = row;
  return found.slice(0, size);
}
