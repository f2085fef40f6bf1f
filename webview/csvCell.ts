/** A cell of a CSV file (RFC 4180). A class may be called anything: a name that a spreadsheet would take for a formula is told apart. */
export function csvCell(text: string): string {
  const safe = /^[=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
