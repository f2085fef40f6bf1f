import { randomBytes } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import { classEffect, withEffect } from './history/classList.ts';
import type { History } from './history/history.ts';
import { checkClassKey, checkNewClass, isColor } from './labels/classNames.ts';
import type { RelationAct } from './relations/types.ts';
import type { Act, Annotation, ClassEntry } from './types.ts';

/** What acts are checked against. */
interface Known {
  readonly annotations: ReadonlyMap<string, Annotation>;
  readonly classes: readonly ClassEntry[];
  readonly history: Pick<History, 'classes' | 'conflicts' | 'ignored' | 'relations'>;
}

/**
 * Checks the acts of one undo unit and completes them: a class that is labeled with for the first time is added, and
 * classes that were only found in labels.csv get events, so that the keys of none of them move. None = nothing to do.
 * Throws a `UserError` if one of them is not possible.
 */
export function prepareActs(acts: readonly Act[], known: Known): readonly Act[] {
  const prepared: Act[] = [];
  let classes = known.classes;
  let names = new Set(classes.map(({ name }) => name));
  let isPinned = false;
  const pin = (): void => {
    if (isPinned) return;
    isPinned = true;
    const pinned = new Set(known.history.classes.map(({ name }) => name));
    for (const { name } of known.classes) if (!pinned.has(name)) prepared.push({ kind: 'class-add', name });
  };
  const change = (act: Act): void => {
    const effect = classEffect(classes, act);
    if (effect === undefined) return;
    pin();
    classes = withEffect(classes, effect);
    if (effect.kind === 'add') names.add(effect.name);
    else names = new Set(classes.map(({ name }) => name));
    prepared.push(act);
  };

  for (const act of acts) {
    if ('path' in act) {
      if (act.path === '') throw new UserError('internal', 'An act names no image.');
      if (act.kind === 'label' && act.label !== '' && !names.has(act.label)) {
        checkNewClass(act.label, names);
        change({ kind: 'class-add', name: act.label });
      }
      prepared.push(act);
    } else if (act.kind === 'ignore') {
      prepared.push(act);
    } else if (isAboutRelations(act)) {
      prepared.push(preparedRelation(act, known.history));
    } else {
      checkClassAct(act, { classes, names, annotations: known.annotations });
      change(act);
    }
  }
  const [only] = prepared;
  return prepared.length === 1 && only !== undefined && changesNothing(only, known) ? [] : prepared;
}

function isAboutRelations(act: Act): act is RelationAct {
  return act.kind === 'relation' || act.kind === 'retract' || act.kind === 'eliminate';
}

/** The act with an id, where it wants one. Throws a sentence if it is not possible. */
function preparedRelation(act: RelationAct, { relations }: Pick<History, 'relations'>): RelationAct {
  if (act.kind === 'retract' && relations.find(act.of)?.isActive !== true)
    throw new UserError('bad-input', `There is no answer ${act.of}; it may have been withdrawn.`);
  if (act.kind !== 'relation') return act;
  const images = [act.anchor, ...act.same, ...act.different, ...act.unsure];
  if (images.includes('') || images.length < 2 || new Set(images).size < images.length)
    throw new UserError('bad-input', 'An answer names at least two images, each of them once.');
  if (act.query === 'pair' && images.length > 2)
    throw new UserError('bad-input', 'An answer about a pair names two images.');
  if (act.id !== '' && relations.find(act.id) !== undefined)
    throw new UserError('bad-input', `There is already an answer ${act.id}; give this one another id.`);
  return act.id === '' ? { ...act, id: randomBytes(9).toString('base64url') } : act;
}

/** Throws a sentence if a change of the class list is not possible. */
function checkClassAct(
  act: Exclude<Act, { readonly path: string } | { readonly finding: string } | RelationAct>,
  { classes, names, annotations }: Pick<Known, 'classes' | 'annotations'> & { readonly names: Set<string> },
): void {
  if (act.kind === 'class-add') {
    checkNewClass(act.name, names);
    return;
  }
  for (const name of act.kind === 'class-order' ? act.names : [act.name]) mustKnow(name, names);
  if (act.kind === 'class-rename') checkNewClass(act.to, without(names, act.name));
  if (act.kind === 'class-merge') mustKnow(act.into, names);
  if (act.kind === 'class-remove') mustBeUnused(act.name, annotations);
  if (act.kind === 'class-color' && act.color !== null && !isColor(act.color))
    throw new UserError('bad-input', `There is no color ${act.color}; choose one from 0 to 9.`);
  if (act.kind === 'class-key') checkClassKey(act.name, act.key, classes);
}

function without(names: ReadonlySet<string>, name: string): readonly string[] {
  return [...names].filter((other) => other !== name);
}

function mustKnow(name: string, classes: ReadonlySet<string>): void {
  if (!classes.has(name))
    throw new UserError('bad-input', `There is no class ${JSON.stringify(name)}; it may have been renamed.`);
}

function mustBeUnused(name: string, annotations: ReadonlyMap<string, Annotation>): void {
  let count = 0;
  for (const { label } of annotations.values()) if (label === name) count++;
  if (count > 0)
    throw new UserError(
      'bad-input',
      `${count === 1 ? 'One image is' : `${count} images are`} ${name}, so the class stays; merge it into another one instead.`,
    );
}

function changesNothing(act: Act, { annotations, history }: Known): boolean {
  if (act.kind === 'ignore') return history.ignored.has(act.finding) === act.on;
  if (act.kind === 'eliminate') return history.relations.eliminate === act.on;
  if (!('path' in act) || history.conflicts.has(act.path)) return false;
  const is = annotations.get(act.path);
  if (act.kind === 'flag') return (is?.flagged ?? false) === act.on;
  if (act.kind === 'skip') return (is?.skipped ?? false) === act.on;
  return (is?.label ?? '') === act.label && (act.label === '' || (is?.source ?? '') === (act.source ?? ''));
}
