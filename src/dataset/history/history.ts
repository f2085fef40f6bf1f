import { atOnce, type Steps } from '../files/slices.ts';
import { blank, decided, orNothing, sameAnnotation } from '../labels/annotation.ts';
import type { KeptAnswer } from '../relations/answerLog.ts';
import { Relations } from '../relations/relations.ts';
import type { Act, Annotation } from '../types.ts';
import { type ClassEffect, type ClassList, classEffect, withEffect, withoutEffect } from './classList.ts';
import { type AdoptedRow, type Line, unkeep } from './lines.ts';
import { givenLabel, PathValues } from './pathValues.ts';
import { UndoStacks } from './undoStacks.ts';
import {
  type Entry,
  type FindingEffect,
  type Own,
  type PathEffect,
  type RelationEffect,
  Unit,
  type Value,
} from './unit.ts';

/** So many labels that follow are taken in by one step. */
const pathsPerStep = 256;

const noNames: ReadonlySet<string> = new Set();

/**
 * What the lines of history.jsonl add up to. A pure fold: every process that folds the same lines has the same state,
 * whatever the order in which it learned of them.
 */
export class History {
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
  /** sha256 of labels.csv and of relations.jsonl as we last wrote them. */
  checkpoint: string | undefined;
  relationsCheckpoint: string | undefined;
  /** Lines folded, unreadable ones included. */
  lines = 0;
  /** How often a conflict came or went. */
  conflictChanges = 0;

  readonly #ids = new Set<string>();
  readonly #changedBy = new Map<string, string>();
  readonly #undo = new UndoStacks();
  readonly #values = new PathValues();
  readonly relations = new Relations(this.#values, () => this.lines);
  readonly #imagesOf = (answer: KeptAnswer): readonly string[] => this.relations.imagesOf(answer);

  /** Whether a line with this id has been folded. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** By path, labels that follow from relations included as of the last `settling`. */
  get annotations(): ReadonlyMap<string, Annotation> {
    return this.#values.shown;
  }

  /** Images by label; the labels are the keys. */
  get counts(): ReadonlyMap<string, number> {
    return this.#values.counts;
  }

  /** The paths whose annotation changed since the last call; one may come twice. */
  takeTouched(): readonly string[] {
    return this.#values.takeTouched();
  }

  /** Whether any annotation changed since labels.csv was last written, or any answer since relations.jsonl was. */
  get isAhead(): boolean {
    return this.#values.recent.hasAny || this.relations.recent.hasAny;
  }

  /** The values each path had since the checkpoint, its value at the checkpoint first; a path that did not change is absent. */
  recentValues(): ReadonlyMap<string, readonly Value[]> {
    return this.#values.recent.byPath();
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

  /** Whether an answer counts; of null, whether the class list is closed. */
  isRelation(answer: RelationEffect['answer']): boolean {
    return answer?.isActive ?? this.relations.eliminate;
  }

  /** The last acts of a window that are not taken back, the newest first. */
  last(count: number, window: string): readonly Entry[] {
    return this.#undo.last(count, window);
  }

  /** Counts a line that says nothing to us. */
  skip(): void {
    this.lines++;
  }

  /**
   * Takes in the next line. A line that was folded before (a merge by git doubled it) has no effect. `isLast` false: the
   * labels that follow from relations may be behind until a line is the last one.
   */
  fold(line: Line, isLast = true): void {
    atOnce(this.folding(line, isLast));
  }

  /** `fold` in steps, between which what follows may be behind. */
  *folding(line: Line, isLast: boolean): Steps<void> {
    if (!this.#ids.has(line.id)) {
      this.#ids.add(line.id);
      this.#apply(line);
    }
    if (isLast) yield* this.settling();
    this.lines++;
  }

  /** Works out the labels that follow from relations. */
  settle(): void {
    atOnce(this.settling());
  }

  /** `settle` in steps. */
  *settling(): Steps<void> {
    let count = 0;
    for (const path of yield* this.relations.settling(this.classes)) {
      if (++count % pathsPerStep === 0) yield;
      this.#values.follow(path, this.relations.follows(path), this.lines);
    }
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
        this.#adopt(line);
        return;
      case 'conflict':
        this.conflicts.set(line.path, { ours: unkeep(line.ours), theirs: unkeep(line.theirs) });
        this.conflictChanges++;
        this.#values.recent.add(this.lines, line.path, unkeep(line.theirs));
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
        this.#values.recent.saved(line.lines);
        if (line.relations !== undefined) {
          this.relationsCheckpoint = line.relations;
          this.relations.recent.saved(line.lines);
        }
        return;
    }
  }

  #act(line: Line, acts: readonly Act[]): void {
    const { id, window, time } = line;
    const paths: PathEffect[] = [];
    const classes: ClassEffect[] = [];
    const findings: FindingEffect[] = [];
    const relations: RelationEffect[] = [];
    const names = acts.flatMap((act) => ('name' in act ? [act.name] : []));
    const before = this.#used(names);
    for (const act of acts) {
      const effect = classEffect(this.classes, act);
      // Another window was quicker to label with a class that is removed here.
      const isKept = act.kind === 'class-remove' && this.#values.isUsed(act.name);
      if (effect !== undefined && !isKept) {
        classes.push(effect);
        this.classes = withEffect(this.classes, effect);
      }
      for (const [path, after] of this.#decide(act)) paths.push(this.#put(path, after, id));
      if (act.kind === 'ignore') findings.push(this.#ignore(act.finding, act.on));
      relations.push(...this.#relate(act, line));
    }
    const used = { before, after: this.#used(names) };
    const unit = { id, time, acts, paths, classes, findings, relations, used };
    this.#undo.push(window, new Unit(unit, this.#imagesOf));
  }

  /** The own values an act leaves behind. */
  #decide(act: Act): readonly (readonly [path: string, after: Own])[] {
    if (act.kind === 'class-rename') return this.#relabel(act.name, act.to);
    if (act.kind === 'class-merge') return this.#relabel(act.name, act.into);
    if (!('path' in act)) return [];
    const own: NonNullable<Own> = this.#values.own(act.path) ?? blank;
    const { refused, ...after } = decided(own, act);
    const isRefused =
      act.kind === 'label' ? act.label === '' && this.relations.isAnswered(act.path) : refused;
    return [[act.path, isRefused === true ? { ...after, refused: true } : orNothing(after)]];
  }

  #relate(act: Act, line: Pick<Line, 'time' | 'by'>): readonly RelationEffect[] {
    if (act.kind === 'eliminate') return this.#eliminate(act.on);
    if (act.kind === 'relation') {
      const answer = this.relations.answer(act, line);
      return answer === undefined ? [] : [{ answer, before: false, after: true }];
    }
    const answer = act.kind === 'retract' ? this.relations.find(act.of) : undefined;
    if (answer?.isActive !== true) return [];
    this.relations.setActive(answer, false);
    return [{ answer, before: true, after: false }];
  }

  #eliminate(on: boolean): readonly RelationEffect[] {
    const before = this.relations.eliminate;
    this.relations.setEliminate(on);
    return before === on ? [] : [{ answer: null, before, after: on }];
  }

  /** Every image that was given a class with another label, images that are missing from the folder included. */
  #relabel(from: string, to: string): readonly (readonly [path: string, after: Own])[] {
    if (from === to || !this.#values.isUsed(from)) return [];
    return [...this.annotations.keys()].flatMap((path) => {
      const was = this.#values.own(path);
      return was?.label === from ? [[path, { ...was, label: to }] as const] : [];
    });
  }

  /** From then on these values are what labels.csv is known to hold: the base of the next merge. */
  #adopt({ id, rows, acts = [], ...line }: Extract<Line, { readonly kind: 'adopt' }>): void {
    for (const act of acts) this.#relate(act, line);
    if (rows.length === 0) return;
    this.settle();
    const meant = rows.filter(({ path, from }) => sameAnnotation(this.annotations.get(path), unkeep(from)));
    // A label that is said to follow is compared with what follows from the others.
    const isGiven = ({ to }: AdoptedRow): boolean => to?.source !== 'relation';
    for (const row of meant) if (isGiven(row)) this.#put(row.path, this.#adopted(row), id);
    this.settle();
    for (const row of meant) if (!isGiven(row)) this.#put(row.path, this.#adopted(row), id);
    this.settle();
    const { recent } = this.#values;
    recent.adopted(new Set(meant.map(({ path }) => path)));
    for (const { path, to } of meant)
      if (!sameAnnotation(this.annotations.get(path), unkeep(to))) recent.add(this.lines, path, unkeep(to));
  }

  /** The own value of a row that another program wrote to labels.csv. */
  #adopted({ path, from, to }: AdoptedRow): Own {
    const after = unkeep(to) ?? blank;
    const own: NonNullable<Own> = this.#values.own(path) ?? blank;
    const isTaken =
      from?.source === 'relation' || (from?.label !== undefined && this.relations.isAnswered(path));
    if (after.label === '' && (own.refused === true || (isTaken && !after.skipped)))
      return { ...after, refused: true };
    if (after.source !== 'relation') return orNothing(after);
    const followed = from?.source === 'relation' ? from.label : undefined;
    if (followed === after.label) return orNothing({ ...own, flagged: after.flagged });
    if (after.label === this.#values.follows(path)) return orNothing({ ...after, label: '', source: '' });
    // A label that somebody wrote over one that followed is theirs, whatever the cell beside it still says.
    return followed === undefined ? after : { ...after, source: '' };
  }

  #takeBack(of: string, window: string): void {
    const entry = this.#undo.move('undo', window, of);
    if (entry === undefined) return;
    for (const effect of entry.paths.toReversed()) {
      if (this.#changedBy.get(effect.path) !== entry.id) continue; // Somebody was quicker; what they decided stands.
      this.#put(effect.path, effect.before, effect.changedBefore);
    }
    for (const { finding, before } of entry.findings.toReversed()) this.#ignore(finding, before);
    for (const { answer, before } of entry.relations.toReversed()) this.#setRelation(answer, before);
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
    for (const { answer, after } of entry.relations) this.#setRelation(answer, after);
    for (const effect of entry.classes)
      if (effect.kind !== 'gone' || !this.#isUsedSince(effect.entry.name, entry.used.after))
        this.classes = withEffect(this.classes, effect);
  }

  #setRelation(answer: RelationEffect['answer'], on: boolean): void {
    if (answer === null) this.relations.setEliminate(on);
    else this.relations.setActive(answer, on);
  }

  /** Whether others label with a class that no image had at that time: it must not lose its place, and with it its key. */
  #isUsedSince(name: string, then: ReadonlySet<string>): boolean {
    return this.#values.isUsed(name) && !then.has(name);
  }

  #used(names: readonly string[]): ReadonlySet<string> {
    return names.length === 0 ? noNames : new Set(names.filter((name) => this.#values.isUsed(name)));
  }

  #rename(from: string, to: string, id: string): void {
    this.settle();
    const isAnnotated = this.annotations.has(from);
    const isKnown = isAnnotated || this.relations.nodeOf(from) !== undefined;
    if (!isKnown || this.annotations.has(to) || this.relations.nodeOf(to) !== undefined) return;
    const own = this.#values.own(from);
    this.relations.rename(from, to);
    this.#values.follow(from, '', this.lines);
    const hash = this.identities.get(from);
    this.identities.delete(from);
    if (hash !== undefined) this.identities.set(to, hash);
    if (!isAnnotated) return;
    this.#put(from, undefined, id);
    this.#put(to, own, id);
    this.renames.push({ from, to });
  }

  #put(path: string, value: Own, changedBy: string | undefined): PathEffect {
    const before = this.#values.own(path);
    const changedBefore = this.#changedBy.get(path);
    const after = this.#values.decide(path, value, this.lines);
    this.relations.give(path, givenLabel(after));
    if (changedBy === undefined) this.#changedBy.delete(path);
    else this.#changedBy.set(path, changedBy);
    if (this.conflicts.delete(path)) this.conflictChanges++;
    return { path, before, after, changedBefore };
  }

  #ignore(finding: string, on: boolean): FindingEffect {
    const before = this.ignored.has(finding);
    if (on) this.ignored.add(finding);
    else this.ignored.delete(finding);
    return { finding, before, after: on };
  }
}
