/** RFC 4180, strictly: throws where a row has another number of cells than the first, or a quote is out of place. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let row: string[] = [];
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      throw new Error(`labels.csv: not a cell at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  const odd = rows.findIndex(({ length }) => length !== rows[0].length);
  if (odd >= 0)
    throw new Error(`labels.csv: row ${odd + 1} has ${rows[odd].length} cells, not ${rows[0].length}`);
  return rows;
}
