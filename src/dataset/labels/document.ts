import type { Steps } from '../files/slices.ts';
import type { Edit } from '../files/viewFile.ts';
import type { Annotation, Problem } from '../types.ts';
import { sameAnnotation } from './annotation.ts';
import { findColumns, isHeader } from './columns.ts';
import { type Changes, editedSheet } from './editSheet.ts';
import { readRows } from './readRows.ts';
import { cells, ending, type Record, records, rowsPerStep, unquote } from './records.ts';
import { bytesOf, type Sheet } from './sheet.ts';

const byteOrderMark = '\u00ef\u00bb\u00bf';

/**
 * labels.csv (ARCHITECTURE 4.2) in memory. It reads the columns that are ours and writes single cells; every byte it
 * was not told to change stays: byte order mark, line endings, quoting, foreign columns, rows that cannot be read.
 */
export class LabelsDocument {
  readonly problems: readonly Problem[];
  /** Some rows cannot be read, so a path that is not found is not known to be absent. */
  readonly hasBadRows: boolean;
  readonly #annotations: Map<string, Annotation>;
  #sheet: Sheet;

  private constructor(
    sheet: Sheet,
    read: Pick<LabelsDocument, 'problems' | 'hasBadRows'> & { readonly annotations: Map<string, Annotation> },
  ) {
    this.#sheet = sheet;
    this.#annotations = read.annotations;
    this.problems = read.problems;
    this.hasBadRows = read.hasBadRows;
  }

  /** Reads a file; no bytes are a document without rows. `name` is what problems call the file. */
  static *read(bytes: Buffer, name: string): Steps<LabelsDocument> {
    const text = bytes.toString('latin1');
    const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
    const found: Record[] = [];
    for (const record of records(text.slice(mark.length))) if (found.push(record) % rowsPerStep === 0) yield;
    const first = found.findIndex(({ raw }) => raw.trim() !== '');
    const firstCells = first < 0 ? [] : cells(found[first]?.raw ?? '').map(unquote);
    const header = isHeader(firstCells) ? first : -1;
    const names = header >= 0 ? firstCells : guessedNames(firstCells.length);
    const body = found.slice(header + 1);
    const before = found.slice(0, header + 1).map(({ raw }) => ({ raw, path: undefined }));
    const columns = yield* findColumns(names, body);
    const read = yield* readRows(body, columns, name);
    const withEnd = found.find(({ raw }) => ending(raw) !== '');
    const problems =
      first >= 0 && header < 0 ? [missingHeader(name, first + 1), ...read.problems] : read.problems;
    return new LabelsDocument(
      {
        mark,
        ending: withEnd ? ending(withEnd.raw) : '\n',
        names,
        columns,
        rows: [...before, ...read.rows],
        header,
      },
      { ...read, problems },
    );
  }

  /** What the file says of each path that is labeled, skipped or flagged. */
  get annotations(): ReadonlyMap<string, Annotation> {
    return this.#annotations;
  }

  /** The bytes the document was read from, or those of the last edit. */
  bytes(): Steps<Buffer> {
    return bytesOf(this.#sheet);
  }

  /** Which of these paths the file does not say what is `wanted` of. */
  *differences(wanted: ReadonlyMap<string, Annotation>, paths: Iterable<string>): Steps<Changes> {
    const changes = new Map<string, Annotation | undefined>();
    let count = 0;
    for (const path of paths) {
      if (++count % rowsPerStep === 0) yield;
      const annotation = wanted.get(path);
      if (!sameAnnotation(annotation, this.#annotations.get(path))) changes.set(path, annotation);
    }
    return changes;
  }

  /** The file as it says `changes`. The document is as before until `commit`. */
  *edit(changes: Changes): Steps<Edit> {
    const sheet = yield* editedSheet(this.#sheet, changes);
    const bytes = yield* bytesOf(sheet);
    const commit = (): void => {
      this.#sheet = sheet;
      for (const [path, annotation] of changes)
        if (annotation === undefined) this.#annotations.delete(path);
        else this.#annotations.set(path, annotation);
    };
    return { bytes, commit };
  }
}

/** The columns of a file without a header: ours first, then numbered ones. */
function guessedNames(width: number): string[] {
  const extra = Array.from({ length: Math.max(0, width - 2) }, (_, i) => `column${i + 3}`);
  return ['path', 'label', ...extra];
}

function missingHeader(name: string, line: number): Problem {
  return {
    kind: 'bad-row',
    message: `${name} has no header; its columns are read as path,label and a header is added with the next label.`,
    line,
  };
}
