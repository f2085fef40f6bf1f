import { UserError } from '../core/errors.ts';
import type { ClassEffect } from './history/classList.ts';
import type { History } from './history/history.ts';
import type { Entry, FindingEffect, RelationEffect } from './history/unit.ts';
import { describe } from './labels/annotation.ts';
import type { Annotation, UndoResult } from './types.ts';

type Kind = 'undo' | 'redo';

/** What a window takes back, or does again, next. */
export class TurningBack {
  readonly #window: string;
  /** Acts that could not be taken back or done again; they are passed over the next time. */
  readonly #passed = new Set<string>();

  constructor(window: string) {
    this.#window = window;
  }

  /**
   * The entry, and the images of it that others changed since; undefined if there is none. Throws a sentence, once, where
   * nothing is left of it to turn back.
   */
  next(
    kind: Kind,
    history: History,
  ): { readonly entry: Entry; readonly others: readonly string[] } | undefined {
    const entry = history.next(kind, this.#window, this.#passed);
    if (entry === undefined) return undefined;
    const others = history.changedByOthers(kind, entry);
    if (!isNothingLeft(kind, entry, others, history)) return { entry, others };
    this.#passed.add(entry.id);
    throw others.length > 0 ? changedSince(kind, others) : isDone(kind);
  }
}

/** Whether others changed all that an entry is about (`others`: images), so that undo or redo would do nothing. */
function isNothingLeft(
  kind: Kind,
  { paths, classes, findings, relations }: Entry,
  others: readonly string[],
  history: Pick<History, 'isRelation'>,
): boolean {
  if (classes.some(({ kind }) => kind !== 'add') || findings.length > 0) return false;
  if (others.length + relations.length === 0) return false;
  const isTurned = ({ answer, before, after }: RelationEffect): boolean =>
    history.isRelation(answer) === (kind === 'undo' ? before : after);
  return relations.every(isTurned) && new Set(paths.map(({ path }) => path)).size === others.length;
}

/** What undo or redo did, once it is done; `others` are the images that stay as somebody else left them. */
export function outcome(
  kind: Kind,
  { paths: effects, classes, findings, relations, images: all }: Entry,
  { annotations, others }: { annotations: ReadonlyMap<string, Annotation>; others: readonly string[] },
): UndoResult {
  const stayed = new Set(others);
  const paths = [...new Set(effects.map(({ path }) => path))].filter((path) => !stayed.has(path));
  const verb = kind === 'undo' ? 'Took back' : 'Did again';
  const changes = classes.filter((effect) => effect.kind !== 'add');
  const ofClasses = changes.length > 0 || effects.length > 0 ? changes : classes;
  if (relations.length > 0 && effects.length + ofClasses.length === 0)
    return {
      about: 'relations',
      paths: all,
      message: `${verb}: ${aboutRelations(kind, relations, all.length)}.`,
    };
  if (findings.length > 0 && effects.length + ofClasses.length === 0)
    return { about: 'findings', paths, message: `${verb}: ${aboutFindings(kind, findings)}.` };
  const about = ofClasses.length > 0 ? 'classes' : 'images';
  const said =
    about === 'classes' ? aboutClasses(kind, ofClasses, paths.length) : aboutImages(paths, annotations);
  return { about, paths, message: `${verb}: ${said}.${stay(others)}` };
}

/** Why undo or redo does nothing. */
function changedSince(kind: Kind, others: readonly string[]): UserError {
  const next = kind === 'undo' ? 'undo again takes back the act before it' : 'redo again passes over it';
  const [first = ''] = others;
  const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
  const [were, stay] = others.length > 1 ? ['were', 'they stay as they are'] : ['was', 'it stays as it is'];
  return new UserError(
    'input-differs',
    `${first}${more} ${were} changed by another window or program since, so ${stay}; ${next}.`,
    { file: first },
  );
}

/** Why undo or redo of answers does nothing. */
function isDone(kind: Kind): UserError {
  const what = kind === 'undo' ? 'takes back the act before it' : 'passes over it';
  return new UserError(
    'input-differs',
    `Another window was quicker to change that answer, so it stays as it is; ${kind} again ${what}.`,
  );
}

function aboutImages(paths: readonly string[], annotations: ReadonlyMap<string, Annotation>): string {
  const [only = ''] = paths;
  if (paths.length > 1) return `what was decided about ${images(paths.length)}`;
  return `${only} is ${describe(annotations.get(only))}`;
}

function aboutClasses(kind: Kind, effects: readonly ClassEffect[], count: number): string {
  const [effect] = effects;
  if (effect === undefined || effects.length > 1) return `${effects.length} changes of the classes`;
  const isUndo = kind === 'undo';
  const withImages = count === 0 ? '' : `, with ${images(count)}`;
  switch (effect.kind) {
    case 'add':
      return `class ${effect.name} is ${isUndo ? 'gone' : 'there'} again`;
    case 'rename': {
      const [from, to] = isUndo ? [effect.to, effect.name] : [effect.name, effect.to];
      return `class ${from} is ${to} again${withImages}`;
    }
    case 'gone': {
      const { entry, into } = effect;
      if (isUndo) return `class ${entry.name} is there again${withImages}`;
      return into === undefined
        ? `class ${entry.name} is gone again`
        : `class ${entry.name} is part of ${into} again${withImages}`;
    }
    case 'order':
      return `the classes are in ${isUndo ? 'their old' : 'the new'} order again`;
    case 'look':
      return `class ${effect.name} has its ${isUndo ? 'old' : 'new'} ${effect.of} again`;
  }
}

function aboutFindings(kind: Kind, findings: readonly FindingEffect[]): string {
  const [{ before, after }] = findings;
  const isIgnored = kind === 'undo' ? before : after;
  const many = findings.length === 1 ? 'one finding' : `${findings.length} findings`;
  if (isIgnored) return `${many} ignored again`;
  return `${many} ${findings.length === 1 ? 'counts' : 'count'} again`;
}

function aboutRelations(kind: Kind, effects: readonly RelationEffect[], count: number): string {
  const [{ answer, before }] = effects;
  const isUndo = kind === 'undo';
  if (answer === null) return `the class list is ${isUndo === before ? 'closed' : 'open'} again`;
  const isOne = effects.length === 1;
  const said = `${isOne ? 'the answer' : `${effects.length} answers`} about ${images(count)}`;
  if (!before) return said;
  if (isUndo) return `${said} ${isOne ? 'counts' : 'count'} again`;
  return `${said} ${isOne ? 'is' : 'are'} withdrawn again`;
}

function stay(others: readonly string[]): string {
  const [first, ...more] = others;
  if (first === undefined) return '';
  if (more.length === 0)
    return ` ${first} was changed by another window or program since and stays as it is.`;
  return ` ${images(others.length)} were changed by another window or program since and stay as they are.`;
}

function images(count: number): string {
  return count === 1 ? 'one image' : `${count} images`;
}
