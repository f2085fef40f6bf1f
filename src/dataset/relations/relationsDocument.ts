import { decode, encode } from '../files/bytes.ts';
import type { Steps } from '../files/slices.ts';
import type { Edit } from '../files/viewFile.ts';
import { bytesOf } from '../labels/sheet.ts';
import { badRelation } from '../problems.ts';
import type { Problem } from '../types.ts';
import { type FileLine, idOf, parseRelation } from './relationLine.ts';

/** What answers are to say in the file, and their place among all answers; undefined = they are to be gone. */
export type RelationChanges = ReadonlyMap<
  string,
  { readonly text: string; readonly place: number } | undefined
>;

/** A line as it stands in the file, its end included; one character is one byte (latin1). */
interface Row {
  readonly raw: string;
  /** undefined: it is blank, or cannot be read. */
  readonly line: FileLine | undefined;
  /** Of the answer, or of the one that is withdrawn. A second line with an id that says something else has one of its own. */
  readonly id: string;
}

const linesPerStep = 64;

/** relations.jsonl in memory. Lines that cannot be read, and those that need not change, stay byte for byte. */
export class RelationsDocument {
  readonly problems: readonly Problem[];
  #rows: readonly Row[];
  /** Rows by id; the first of several that say the same. */
  #byId: ReadonlyMap<string, Row>;
  #ids: ReadonlySet<string>;

  private constructor(rows: readonly Row[], problems: readonly Problem[]) {
    this.#rows = rows;
    this.#byId = byId(rows);
    this.#ids = new Set(rows.map(({ id }) => id));
    this.problems = problems;
  }

  /** Reads a file; no bytes are a document without lines. `name` is what problems call the file. */
  static *read(bytes: Buffer, name: string): Steps<RelationsDocument> {
    const text = bytes.toString('latin1');
    const rows: Row[] = [];
    const problems: Problem[] = [];
    const first = new Map<string, string>();
    for (let start = 0; start < text.length; ) {
      if (rows.length % linesPerStep === 0) yield;
      const feed = text.indexOf('\n', start);
      const raw = text.slice(start, feed < 0 ? text.length : feed + 1);
      start += raw.length;
      const said = decode(raw)
        ?.replace(/^\ufeff/, '')
        .trim();
      const line = said === undefined || said === '' ? undefined : parseRelation(said);
      if (line === undefined && said !== '') problems.push(badRelation(name, rows.length + 1));
      const own = line?.kind === 'answer' ? line.answer.id : (line?.of ?? '');
      const known = first.get(own);
      const isOther = line?.kind === 'answer' && known !== undefined && known !== said;
      if (line?.kind === 'answer' && known === undefined) first.set(own, said ?? '');
      rows.push({ raw, line, id: isOther ? idOf(said ?? '') : own });
    }
    return new RelationsDocument(rows, problems);
  }

  /** Some lines cannot be read, so an answer that is not found is not known to be gone. */
  get isComplete(): boolean {
    return this.problems.length === 0;
  }

  /** What the file says, in order. */
  *lines(): Generator<{ readonly id: string; readonly line: FileLine }> {
    for (const { id, line } of this.#rows) if (line !== undefined) yield { id, line };
  }

  /** What it says of the answer with this id. */
  find(id: string): Extract<FileLine, { readonly kind: 'answer' }> | undefined {
    const line = this.#byId.get(id)?.line;
    return line?.kind === 'answer' ? line : undefined;
  }

  /** The ids of all answers in the file, those that it withdraws included. */
  ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** The file as it says `changes`; `placeOf` tells the place of an answer that stays. The document is as before until `commit`. */
  *edit(changes: RelationChanges, placeOf: (id: string) => number): Steps<Edit> {
    const added = [...changes].flatMap(([id, wanted]) =>
      wanted === undefined || this.#byId.has(id) ? [] : [{ id, ...wanted }],
    );
    added.sort((a, b) => a.place - b.place);
    const rows: Row[] = [];
    let next = 0;
    const add = (raw: string): void => {
      const line = parseRelation(raw);
      rows.push({ raw: `${encode(raw)}\n`, line, id: line?.kind === 'answer' ? line.answer.id : '' });
    };
    for (const [i, row] of this.#rows.entries()) {
      if (i % linesPerStep === 0) yield;
      const isAnswer = row.line?.kind === 'answer';
      const place = isAnswer ? placeOf(row.id) : -1;
      for (let first = added[next]; first !== undefined && first.place < place; first = added[++next])
        add(first.text);
      const isOurs = row.line !== undefined && changes.has(row.id);
      const wanted = isOurs ? changes.get(row.id) : undefined;
      if (!isOurs) rows.push(row.raw.endsWith('\n') ? row : { ...row, raw: `${row.raw}\n` });
      else if (wanted !== undefined && isAnswer && this.#byId.get(row.id) === row) add(wanted.text);
    }
    for (const { text } of added.slice(next)) add(text);
    const bytes = yield* bytesOf({ mark: '', rows });
    const commit = (): void => {
      this.#rows = rows;
      this.#byId = byId(rows);
      this.#ids = new Set(rows.map(({ id }) => id));
    };
    return { bytes, commit };
  }
}

function byId(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) if (row.line?.kind === 'answer' && !found.has(row.id)) found.set(row.id, row);
  return found;
}
