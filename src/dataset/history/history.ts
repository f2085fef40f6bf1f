import { blank, decided, orNothing, sameAnnotation } from '../labels/annotation.ts';
import type { Act, Annotation } from '../types.ts';
import { type ClassEffect, type ClassList, classEffect, withEffect, withoutEffect } from './classList.ts';
import { type AdoptedRow, type Line, unkeep } from './lines.ts';
import { RecentValues } from './recentValues.ts';
import { UndoStacks } from './undoStacks.ts';
import { type Entry, type FindingEffect, type PathEffect, Unit, type Value } from './unit.ts';

const noNames: ReadonlySet<string> = new Set();

/**
 * What the lines of history.jsonl add up to. A pure fold: every process that folds the same lines has the same state,
 * whatever the order in which it learned of them.
 */
export class History {
  readonly annotations = new Map<string, Annotation>();
  /** Images by label; the labels are the keys. */
  readonly counts = new Map<string, number>();
  /** Content hash by path, where one was recorded. */
  readonly identities = new Map<string, string>();
  /** What labels.csv said of a path where the journal said something else, until somebody decides again. */
  readonly conflicts = new Map<string, { readonly ours: Value; readonly theirs: Value }>();
  /** Findings of the review that count no longer, by their ids. */
  readonly ignored = new Set<string>();
  readonly renames: { readonly from: string; readonly to: string }[] = [];
  /** Classes with an event, in order. */
  classes: ClassList = [];
  batch: string | undefined;
  /** sha256 of labels.csv as we last wrote it. */
  checkpoint: string | undefined;
  /** Lines folded, unreadable ones included. */
  lines = 0;
  /** How often a conflict came or went. */
  conflictChanges = 0;

  readonly #ids = new Set<string>();
  readonly #changedBy = new Map<string, string>();
  readonly #undo = new UndoStacks();
  readonly #recent = new RecentValues();
  #touched: string[] = [];
  /** One object for all that say the same: there are few of them. */
  readonly #shared = new Map<string, Annotation>();

  /** Whether a line with this id has been folded. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The paths decided about since the last call; one may come twice. */
  takeTouched(): readonly string[] {
    const touched = this.#touched;
    this.#touched = [];
    return touched;
  }

  /** Whether any annotation changed since labels.csv was last written. */
  get isAhead(): boolean {
    return this.#recent.hasAny;
  }

  /** The values each path had since the checkpoint, its value at the checkpoint first; a path that did not change is absent. */
  recentValues(): ReadonlyMap<string, readonly Value[]> {
    return this.#recent.byPath();
  }

  /** What undo would take back, or redo do again, in this window; entries with an id in `passed` are passed over. */
  next(kind: 'undo' | 'redo', window: string, passed: ReadonlySet<string>): Entry | undefined {
    return this.#undo.next(kind, window, passed);
  }

  /** The images of this entry that somebody else has changed since. */
  changedByOthers(kind: 'undo' | 'redo', { id, paths }: Entry): readonly string[] {
    const changed = paths.filter(({ path, changedBefore }) => {
      if (kind === 'undo') return this.#changedBy.get(path) !== id;
      return changedBefore !== id && this.#changedBy.get(path) !== changedBefore;
    });
    return [...new Set(changed.map(({ path }) => path))];
  }

  /** The last acts of a window that are not taken back, the newest first. */
  last(count: number, window: string): readonly Entry[] {
    return this.#undo.last(count, window);
  }

  /** Counts a line that says nothing to us. */
  skip(): void {
    this.lines++;
  }

  /** Takes in the next line. A line that was folded before (a merge by git doubled it) has no effect. */
  fold(line: Line): void {
    if (!this.#ids.has(line.id)) {
      this.#ids.add(line.id);
      this.#apply(line);
    }
    this.lines++;
  }

  #apply(line: Line): void {
    switch (line.kind) {
      case 'acts':
        this.#act(line, line.acts);
        return;
      case 'undo':
        this.#takeBack(line.of, line.window);
        return;
      case 'redo':
        this.#doAgain(line.of, line.window);
        return;
      case 'adopt':
        this.#adopt(line.id, line.rows);
        return;
      case 'conflict':
        this.conflicts.set(line.path, { ours: unkeep(line.ours), theirs: unkeep(line.theirs) });
        this.conflictChanges++;
        this.#recent.add(this.lines, line.path, unkeep(line.theirs));
        return;
      case 'rename':
        this.#rename(line.from, line.to, line.id);
        return;
      case 'identity':
        for (const [path, hash] of line.hashes) this.identities.set(path, hash);
        return;
      case 'batch':
        this.batch = line.batch;
        return;
      case 'checkpoint':
        this.checkpoint = line.hash;
        this.#recent.saved(line.lines);
        return;
    }
  }

  #act({ id, window, time }: Line, acts: readonly Act[]): void {
    const paths: PathEffect[] = [];
    const classes: ClassEffect[] = [];
    const findings: FindingEffect[] = [];
    const names = acts.flatMap((act) => ('name' in act ? [act.name] : []));
    const before = this.#used(names);
    for (const act of acts) {
      const effect = classEffect(this.classes, act);
      // Another window was quicker to label with a class that is removed here.
      const isKept = act.kind === 'class-remove' && this.counts.has(act.name);
      if (effect !== undefined && !isKept) {
        classes.push(effect);
        this.classes = withEffect(this.classes, effect);
      }
      for (const [path, after] of this.#decide(act)) paths.push(this.#put(path, after, id));
      if (act.kind === 'ignore') findings.push(this.#ignore(act.finding, act.on));
    }
    const used = { before, after: this.#used(names) };
    this.#undo.push(window, new Unit({ id, time, acts, paths, classes, findings, used }));
  }

  /** The annotations an act leaves behind. */
  #decide(act: Act): readonly (readonly [path: string, after: Value])[] {
    if (act.kind === 'class-rename') return this.#relabel(act.name, act.to);
    if (act.kind === 'class-merge') return this.#relabel(act.name, act.into);
    if (!('path' in act)) return [];
    return [[act.path, orNothing(decided(this.annotations.get(act.path) ?? blank, act))]];
  }

  /** Every image of a class with another label, images that are missing from the folder included. */
  #relabel(from: string, to: string): readonly (readonly [path: string, after: Value])[] {
    if (from === to || !this.counts.has(from)) return [];
    const all = [...this.annotations].filter(([, { label }]) => label === from);
    return all.map(([path, was]) => [path, { ...was, label: to }]);
  }

  /** From then on these values are what labels.csv is known to hold: the base of the next merge. */
  #adopt(id: string, rows: readonly AdoptedRow[]): void {
    const adopted = new Set<string>();
    for (const { path, from, to } of rows) {
      if (!sameAnnotation(this.annotations.get(path), unkeep(from))) continue;
      this.#put(path, unkeep(to), id);
      adopted.add(path);
    }
    this.#recent.adopted(adopted);
  }

  #takeBack(of: string, window: string): void {
    const entry = this.#undo.move('undo', window, of);
    if (entry === undefined) return;
    for (const effect of entry.paths.toReversed()) {
      if (this.#changedBy.get(effect.path) !== entry.id) continue; // Somebody was quicker; what they decided stands.
      this.#put(effect.path, effect.before, effect.changedBefore);
    }
    for (const { finding, before } of entry.findings.toReversed()) this.#ignore(finding, before);
    for (const effect of entry.classes.toReversed())
      if (effect.kind !== 'add' || !this.#isUsedSince(effect.name, entry.used.before))
        this.classes = withoutEffect(this.classes, effect);
  }

  #doAgain(of: string, window: string): void {
    const entry = this.#undo.move('redo', window, of);
    if (entry === undefined) return;
    for (const effect of entry.paths) {
      if (this.#changedBy.get(effect.path) !== effect.changedBefore) continue;
      this.#put(effect.path, effect.after, entry.id);
    }
    for (const { finding, after } of entry.findings) this.#ignore(finding, after);
    for (const effect of entry.classes)
      if (effect.kind !== 'gone' || !this.#isUsedSince(effect.entry.name, entry.used.after))
        this.classes = withEffect(this.classes, effect);
  }

  /** Whether others label with a class that no image had at that time: it must not lose its place, and with it its key. */
  #isUsedSince(name: string, then: ReadonlySet<string>): boolean {
    return this.counts.has(name) && !then.has(name);
  }

  #used(names: readonly string[]): ReadonlySet<string> {
    return names.length === 0 ? noNames : new Set(names.filter((name) => this.counts.has(name)));
  }

  #rename(from: string, to: string, id: string): void {
    const annotation = this.annotations.get(from);
    if (annotation === undefined || this.annotations.has(to)) return;
    this.#put(from, undefined, id);
    this.#put(to, annotation, id);
    const hash = this.identities.get(from);
    this.identities.delete(from);
    if (hash !== undefined) this.identities.set(to, hash);
    this.renames.push({ from, to });
  }

  #put(path: string, value: Value, changedBy: string | undefined): PathEffect {
    const after = value && this.#share(value);
    const before = this.annotations.get(path);
    const changedBefore = this.#changedBy.get(path);
    this.#recent.add(this.lines, path, before);
    this.#count(before, -1);
    this.#count(after, 1);
    if (after === undefined) this.annotations.delete(path);
    else this.annotations.set(path, after);
    if (changedBy === undefined) this.#changedBy.delete(path);
    else this.#changedBy.set(path, changedBy);
    if (this.conflicts.delete(path)) this.conflictChanges++;
    this.#touched.push(path);
    return { path, before, after, changedBefore };
  }

  #ignore(finding: string, on: boolean): FindingEffect {
    const before = this.ignored.has(finding);
    if (on) this.ignored.add(finding);
    else this.ignored.delete(finding);
    return { finding, before, after: on };
  }

  #share(value: Annotation): Annotation {
    const { label, skipped, flagged, source } = value;
    const key = `${skipped} ${flagged} ${source} ${label}`;
    const known = this.#shared.get(key);
    if (known === undefined) this.#shared.set(key, value);
    return known ?? value;
  }

  #count(value: Value, by: number): void {
    if (value === undefined || value.label === '') return;
    const count = (this.counts.get(value.label) ?? 0) + by;
    if (count === 0) this.counts.delete(value.label);
    else this.counts.set(value.label, count);
  }
}
