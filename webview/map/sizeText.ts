const units = ['B', 'kB', 'MB', 'GB'] as const;

/** A number of bytes for a person: "12 kB" */
export function sizeText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (Math.round(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
