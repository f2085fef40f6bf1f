import { orNothing, sameAnnotation } from '../labels/annotation.ts';
import type { Annotation } from '../types.ts';
import { RecentValues } from './recentValues.ts';
import type { Own, Value } from './unit.ts';

/**
 * What is known of each path, in two layers: what was decided about the path itself (its own value), and the label that
 * follows from relations, which shows where the own value leaves room for it.
 */
export class PathValues {
  /** Both layers together. */
  readonly shown = new Map<string, Annotation>();
  /** Images by label shown; the labels are the keys. */
  readonly counts = new Map<string, number>();
  readonly recent = new RecentValues();
  /** Own values of the paths that show something else. */
  readonly #own = new Map<string, Own>();
  /** How many more own values than values shown have a label, where that is not the same. */
  readonly #hidden = new Map<string, number>();
  readonly #follows = new Map<string, string>();
  /** One object for all that say the same: there are few of them. */
  readonly #shared = new Map<string, Annotation>();
  #implied = 0;
  #touched: string[] = [];

  /** How many paths show a label that follows. */
  get implied(): number {
    return this.#implied;
  }

  own(path: string): Own {
    return this.#own.has(path) ? this.#own.get(path) : this.shown.get(path);
  }

  /** Whether any own value has this label. */
  isUsed(label: string): boolean {
    return (this.counts.get(label) ?? 0) + (this.#hidden.get(label) ?? 0) > 0;
  }

  /** The label that somebody gave each path. */
  *given(): Generator<readonly [path: string, label: string]> {
    for (const path of this.shown.keys()) {
      const label = givenLabel(this.own(path));
      if (label !== '') yield [path, label];
    }
  }

  /** The label that follows for this path, shown or not; '' = none. */
  follows(path: string): string {
    return this.#follows.get(path) ?? '';
  }

  /** Gives a path another own value in the line with this number. Returns what it is from now on. */
  decide(path: string, value: Own, line: number): Own {
    const own = value && this.#share(value);
    if (givenLabel(own) !== '') this.#follows.delete(path);
    this.#show(path, own, line);
    return own;
  }

  /** This label follows for the path from the line with this number on; '' = none. */
  follow(path: string, label: string, line: number): void {
    if (label === this.follows(path)) return;
    if (label === '') this.#follows.delete(path);
    else this.#follows.set(path, label);
    const own = this.own(path);
    if (!sameAnnotation(shownOf(own, label), this.shown.get(path))) this.#show(path, own, line);
  }

  /** The paths that changed since the last call; one may come twice. */
  takeTouched(): readonly string[] {
    const touched = this.#touched;
    this.#touched = [];
    return touched;
  }

  #show(path: string, own: Own, line: number): void {
    const before = this.shown.get(path);
    const wanted = shownOf(own, this.follows(path));
    const after = wanted && (wanted === own ? wanted : this.#share(wanted));
    this.recent.add(line, path, before);
    this.#count(before, -1);
    this.#count(after, 1);
    if (after === undefined) this.shown.delete(path);
    else this.shown.set(path, after);
    if (this.#own.has(path)) this.#differ(this.#own.get(path), before, -1);
    this.#own.delete(path);
    if (after !== own) {
      this.#own.set(path, own);
      this.#differ(own, after, 1);
    }
    this.#touched.push(path);
  }

  #differ(own: Own, shown: Value, by: number): void {
    const add = (label: string | undefined, count: number): void => {
      if (label) this.#hidden.set(label, (this.#hidden.get(label) ?? 0) + count);
    };
    add(own?.label, by);
    add(shown?.label, -by);
  }

  #share(value: Annotation): Annotation {
    const { label, skipped, flagged, source } = value;
    const key = `${skipped} ${flagged} ${source} ${'refused' in value} ${label}`;
    const known = this.#shared.get(key);
    if (known === undefined) this.#shared.set(key, value);
    return known ?? value;
  }

  #count(value: Value, by: number): void {
    if (value === undefined || value.label === '') return;
    if (value.source === 'relation') this.#implied += by;
    const count = (this.counts.get(value.label) ?? 0) + by;
    if (count === 0) this.counts.delete(value.label);
    else this.counts.set(value.label, count);
  }
}

/** The label that somebody gave; '' = none, or one that only followed from relations when it was written. */
export function givenLabel(own: Own): string {
  return own === undefined || own.source === 'relation' ? '' : own.label;
}

/** What a path shows whose own value is `own`, and for which the label `follows` ('' = none). */
function shownOf(own: Own, follows: string): Value {
  const isRefused = own !== undefined && 'refused' in own;
  if (follows === '' || isRefused || own?.skipped === true || givenLabel(own) !== '')
    return isRefused ? orNothing({ label: '', skipped: own.skipped, flagged: own.flagged, source: '' }) : own;
  return { label: follows, skipped: false, flagged: own?.flagged ?? false, source: 'relation' };
}
