import type { KeptAnswer } from '../relations/answerLog.ts';
import type { Act, Annotation, RecentAct } from '../types.ts';
import type { ClassEffect } from './classList.ts';
import { recentAct } from './recent.ts';

/** What is known of a path; undefined = nothing. */
export type Value = Annotation | undefined;

/** What was decided about a path itself. `refused`: no label that follows from relations is wanted. */
export type Own = (Annotation & { readonly refused?: true }) | undefined;

export interface PathEffect {
  readonly path: string;
  readonly before: Own;
  readonly after: Own;
  /** Line that had changed the path before. */
  readonly changedBefore: string | undefined;
}

/** A finding of the review that was ignored, or counts again. */
export interface FindingEffect {
  readonly finding: string;
  readonly before: boolean;
  readonly after: boolean;
}

/** An answer that counts or not (null: whether the class list is closed), before and after. */
export interface RelationEffect {
  readonly answer: KeptAnswer | null;
  readonly before: boolean;
  readonly after: boolean;
}

/** An acts line as undo sees it. */
export interface Entry {
  readonly id: string;
  readonly paths: readonly PathEffect[];
  readonly classes: readonly ClassEffect[];
  readonly findings: readonly FindingEffect[];
  readonly relations: readonly RelationEffect[];
  /** The images of `paths` and of the answers in `relations`, each once. */
  readonly images: readonly string[];
  /** Of the classes it is about, those that images had before and after it. */
  readonly used: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
  /** In short, for the list of the last acts; always the same object. */
  readonly short: RecentAct;
}

const none: readonly never[] = [];

/** An entry that is put in short when somebody asks: of many thousands, ten are. */
export class Unit implements Entry {
  readonly id: string;
  readonly paths: readonly PathEffect[];
  readonly classes: readonly ClassEffect[];
  readonly findings: readonly FindingEffect[];
  readonly relations: readonly RelationEffect[];
  readonly used: Entry['used'];
  readonly #time: string;
  readonly #acts: readonly Act[];
  readonly #imagesOf: (answer: KeptAnswer) => readonly string[];
  #short: RecentAct | undefined;

  constructor(
    line: Omit<Entry, 'short' | 'images'> & { readonly time: string; readonly acts: readonly Act[] },
    imagesOf: (answer: KeptAnswer) => readonly string[],
  ) {
    this.id = line.id;
    this.paths = line.paths.slice(); // A list that grew has room for sixteen more.
    this.classes = line.classes.length === 0 ? none : line.classes;
    this.findings = line.findings.length === 0 ? none : line.findings;
    this.relations = line.relations.length === 0 ? none : line.relations;
    this.used = line.used;
    this.#time = line.time;
    this.#acts = line.acts;
    this.#imagesOf = imagesOf;
  }

  get images(): readonly string[] {
    const answers = this.relations.flatMap(({ answer }) => answer ?? []);
    return [
      ...new Set([
        ...this.paths.map(({ path }) => path),
        ...answers.flatMap((answer) => this.#imagesOf(answer)),
      ]),
    ];
  }

  get short(): RecentAct {
    this.#short ??= recentAct({ id: this.id, time: this.#time, acts: this.#acts, images: this.images });
    return this.#short;
  }
}
