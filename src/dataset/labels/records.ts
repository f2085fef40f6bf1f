/**
 * The grammar of labels.csv (RFC 4180) over text in which one character is one byte (latin1), so that whatever is not
 * touched is written back byte for byte.
 */
export interface Record {
  /** The record with its line ending. */
  readonly raw: string;
  /** 1-based line it starts on. */
  readonly line: number;
  /** A quote is opened and never closed; the record ends with its line, and the next one is read on its own. */
  readonly isBroken: boolean;
}

/** Records handled in one step of work that lets others in between. */
export const rowsPerStep = 256;

/** Splits a file into records. Joined again, the `raw` parts are the file. */
export function* records(text: string): Generator<Record> {
  let start = 0;
  let line = 1;
  let nextQuote = text.indexOf('"');
  while (start < text.length) {
    if (nextQuote >= 0 && nextQuote < start) nextQuote = text.indexOf('"', start);
    const endOfLine = lineEnd(text, start);
    const hasQuote = nextQuote >= 0 && nextQuote < endOfLine;
    const end = hasQuote ? quotedEnd(text, start) : endOfLine;
    const isBroken = end < 0;
    const raw = text.slice(start, isBroken ? endOfLine : end);
    yield { raw, line, isBroken };
    line += hasQuote ? raw.split('\n').length - 1 : 1;
    start += raw.length;
  }
}

/** The cells of a record as they stand there, quotes included; without the line ending. */
export function cells(record: string): string[] {
  const body = withoutEnding(record);
  if (!body.includes('"')) return body.split(',');
  const found: string[] = [];
  let start = 0;
  while (start <= body.length) {
    const end = cellEnd(body, start);
    found.push(body.slice(start, end < 0 ? body.length : end));
    start = (end < 0 ? body.length : end) + 1;
  }
  return found;
}

/** The line ending of a record; '' for a last line without one. */
export function ending(record: string): string {
  if (record.endsWith('\r\n')) return '\r\n';
  return record.endsWith('\n') ? '\n' : '';
}

/** What a cell says, as bytes in latin1. Text behind a closing quote is taken as it stands. */
export function unquote(cell: string): string {
  if (!cell.startsWith('"')) return cell;
  const close = closingQuote(cell, 0);
  if (close < 0) return cell;
  return cell.slice(1, close).replaceAll('""', '"') + cell.slice(close + 1);
}

/** A cell that says `value` (bytes in latin1), quoted only where it must be. */
export function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function withoutEnding(record: string): string {
  return record.slice(0, record.length - ending(record).length);
}

/** End of the line that holds `start`, its line feed included. */
function lineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  return feed < 0 ? text.length : feed + 1;
}

/** End of the record at `start`, which holds a quote; -1 if a quoted cell is not closed. */
function quotedEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const end = cellEnd(text, at);
    if (end < 0 || end === text.length || text[end] === '\n')
      return end < 0 ? end : Math.min(end + 1, text.length);
    at = end + 1;
  }
}

/** Position of the comma, line feed or end of text behind the cell at `start`; -1 if its quote is not closed. */
function cellEnd(text: string, start: number): number {
  let at = start;
  if (text[start] === '"') {
    at = closingQuote(text, start);
    if (at < 0) return -1;
  }
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') at++;
  return at;
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
