/** The same numbers in an array of at least `length`, at least doubled if it must grow; what is new holds `fill`. */
export function grown(array: Int32Array<ArrayBuffer>, length: number, fill = 0): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const larger = new Int32Array(Math.max(length, 2 * array.length)).fill(fill, array.length);
  larger.set(array);
  return larger;
}
