import { UserError } from '../core/errors.ts';
import type { History } from './history/history.ts';
import { checkNewClass } from './labels/classNames.ts';
import type { Act, Annotation } from './types.ts';

/** What acts are checked against. */
interface Known {
  readonly annotations: ReadonlyMap<string, Annotation>;
  readonly classes: readonly string[];
  readonly history: Pick<History, 'classOrder' | 'conflicts'>;
}

/**
 * Checks the acts of one undo unit and completes them: a class that is labeled with for the first time is added, and
 * classes that were only found in labels.csv get events, so that the keys of none of them move. None = nothing to do.
 * Throws a `UserError` if one of them is not possible.
 */
export function prepareActs(acts: readonly Act[], known: Known): readonly Act[] {
  const prepared: Act[] = [];
  let classes = known.classes;
  const pinned = new Set(known.history.classOrder);
  const pin = (): void => {
    for (const name of classes) if (!pinned.has(name)) prepared.push({ kind: 'class-add', name });
    for (const name of classes) pinned.add(name);
  };
  const add = (name: string): void => {
    checkNewClass(name, classes);
    pin();
    prepared.push({ kind: 'class-add', name });
    pinned.add(name);
    classes = [...classes, name];
  };

  for (const act of acts) {
    if ('path' in act && act.path === '') throw new UserError('internal', 'An act names no image.');
    if (act.kind === 'class-add') {
      add(act.name);
      continue;
    }
    if (act.kind === 'label' && act.label !== '' && !classes.includes(act.label)) add(act.label);
    if (act.kind === 'class-rename') {
      mustKnow(act.name, classes);
      const others = classes.filter((name) => name !== act.name);
      if (act.to !== act.name) checkNewClass(act.to, others);
      pin();
      pinned.add(act.to);
      classes = classes.map((name) => (name === act.name ? act.to : name));
    }
    if (act.kind === 'class-order') {
      for (const name of act.names) mustKnow(name, classes);
      pin();
      classes = [...new Set([...act.names, ...classes])];
    }
    prepared.push(act);
  }
  const [only] = prepared;
  return prepared.length === 1 && only !== undefined && changesNothing(only, known) ? [] : prepared;
}

function mustKnow(name: string, classes: readonly string[]): void {
  if (!classes.includes(name))
    throw new UserError('bad-input', `There is no class ${JSON.stringify(name)}; it may have been renamed.`);
}

function changesNothing(act: Act, { annotations, history }: Known): boolean {
  if (!('path' in act) || history.conflicts.has(act.path)) return false;
  const is = annotations.get(act.path);
  if (act.kind === 'flag') return (is?.flagged ?? false) === act.on;
  if (act.kind === 'skip') return (is?.skipped ?? false) === act.on;
  return (is?.label ?? '') === act.label && (act.label === '' || (is?.source ?? '') === (act.source ?? ''));
}
