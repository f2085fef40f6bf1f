import type { Act, Annotation, RecentAct } from '../types.ts';
import type { ClassEffect } from './classList.ts';
import { recentAct } from './recent.ts';

/** What is known of a path; undefined = nothing. */
export type Value = Annotation | undefined;

export interface PathEffect {
  readonly path: string;
  readonly before: Value;
  readonly after: Value;
  /** Line that had changed the path before. */
  readonly changedBefore: string | undefined;
}

/** A finding of the review that was ignored, or counts again. */
export interface FindingEffect {
  readonly finding: string;
  readonly before: boolean;
  readonly after: boolean;
}

/** An acts line as undo sees it. */
export interface Entry {
  readonly id: string;
  readonly paths: readonly PathEffect[];
  readonly classes: readonly ClassEffect[];
  readonly findings: readonly FindingEffect[];
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
  readonly used: Entry['used'];
  readonly #time: string;
  readonly #acts: readonly Act[];
  #short: RecentAct | undefined;

  constructor(line: Omit<Entry, 'short'> & { readonly time: string; readonly acts: readonly Act[] }) {
    this.id = line.id;
    this.paths = line.paths.slice(); // A list that grew has room for sixteen more.
    this.classes = line.classes.length === 0 ? none : line.classes;
    this.findings = line.findings.length === 0 ? none : line.findings;
    this.used = line.used;
    this.#time = line.time;
    this.#acts = line.acts;
  }

  get short(): RecentAct {
    const { id, paths } = this;
    this.#short ??= recentAct({ id, time: this.#time, acts: this.#acts, paths });
    return this.#short;
  }
}
