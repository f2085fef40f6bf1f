import type { PanelAct } from '../../src/protocol/panel.ts';
import { labeledAs } from '../annotations.ts';
import { classKey } from '../keys.ts';
import { t } from '../l10n.ts';
import { type ClassEdit, orderWith, otherClass } from '../state/classEdit.ts';
import { findClasses } from '../state/classQuery.ts';
import { selectedPaths } from '../state/selection.ts';
import { type Acts, said } from './acts.ts';
import type { LabelActions } from './labels.ts';
import { failed, messageOf, type Page, say } from './page.ts';

/** What is done by the field that finds classes. */
interface FieldActions {
  /** Enter in the class field: labels with the class that is chosen, or adds the one that is typed. */
  readonly takeClass: () => void;
  /** Chooses the next (+1) or the one before (-1) of what the class field finds. */
  readonly chooseClass: (step: 1 | -1) => void;
  /** Begins to rename the class that is chosen in the class field, or the best match. */
  readonly renameChosen: () => void;
  /** Labels with a class that is called so, or adds it and labels with it. */
  readonly labelWithNew: (text: string) => void;
}

/** What is done with the class list. */
export interface ClassActions extends FieldActions {
  /** Begins to change a class, or (undefined) ends it. */
  readonly editClass: (edit: ClassEdit | undefined) => void;
  /** Ends it, and the focus goes back to the row of the class. */
  readonly closeClass: () => void;
  /** Gives a class another name; where there is a class of that name, offers to merge the two. */
  readonly renameClass: (name: string, to: string) => void;
  readonly mergeClass: (name: string, into: string) => void;
  readonly removeClass: (name: string) => void;
  /** Puts a class at another place of the list (from 0). */
  readonly placeClass: (name: string, place: number) => void;
  /** null = the color it has by default. */
  readonly colorClass: (name: string, color: number | null) => void;
  /** '' = no key of its own. */
  readonly keyClass: (name: string, key: string) => void;
}

export function classActions(page: Page, acts: Acts, { label }: LabelActions): ClassActions {
  const { state } = page;
  const edits = editActions(page);
  const add = (name: string, alsoLabel: boolean): void => {
    const key = classKey(state().classes.length);
    const hint = key === '' ? t('Type its name to use it.') : t('Press {0} to use it.', key);
    const paths = alsoLabel ? selectedPaths(state()) : [];
    const isLabeling = paths.length > 0;
    acts.do({
      acts: [
        { kind: 'class-add', name },
        ...(isLabeling ? [{ kind: 'label', paths, label: name } as const] : []),
      ],
      changes: acts.changesOf(paths, (old) => labeledAs(old, name)),
      advance: isLabeling,
      status: isLabeling ? t('{0} is {1}.', said(paths), name) : t('Class {0} added. {1}', name, hint),
    });
  };
  return {
    takeClass: () => {
      const { taken } = findClasses(state().classes, state().classQuery);
      page.showAllClasses();
      if (taken === undefined) return;
      if ('label' in taken) label(taken.label);
      else add(taken.add, false);
    },
    chooseClass: (step) => {
      const { text, chosen } = state().classQuery;
      page.dispatch({ type: 'classQuery', query: { text, chosen: chosen + step } });
    },
    renameChosen: () => {
      const { taken, classes } = findClasses(state().classes, state().classQuery);
      const name = taken && 'label' in taken ? taken.label : classes[0]?.name;
      if (taken && name !== undefined) edits.editClass({ step: 'rename', name, fault: '' });
    },
    labelWithNew: (text) => {
      page.showAllClasses();
      const name = text.trim();
      if (name === '') return;
      const same = otherClass(state().classes, '', name);
      if (same !== undefined) label(same.name);
      else if (state().isSingle || !page.labelInView(name)) add(name, true);
    },
    ...edits,
  };
}

function editActions(page: Page): Omit<ClassActions, keyof FieldActions> {
  const { state, dispatch, draw, focusClass } = page;
  const editClass = (edit: ClassEdit | undefined): void => {
    dispatch({ type: 'classEdit', edit });
    draw();
  };
  const closeClass = (): void => {
    const name = state().classEdit?.name;
    page.showAllClasses();
    editClass(undefined);
    if (name !== undefined) focusClass(name);
  };
  return {
    editClass,
    closeClass,
    renameClass: (name, text) => {
      const to = text.trim();
      const other = otherClass(state().classes, name, to);
      if (other !== undefined) editClass({ step: 'merge', name, into: other.name });
      else if (to === name || to === '') closeClass();
      else
        change(page, { kind: 'class-rename', name, to }, to, {
          becomes: to,
          done: t('Class {0} is {1} now.', name, to),
          refused: (fault) => editClass({ step: 'rename', name, fault }),
        });
    },
    mergeClass: (name, into) =>
      change(page, { kind: 'class-merge', name, into }, into, {
        becomes: into,
        done: t('Class {0} is part of {1} now.', name, into),
      }),
    removeClass: (name) => {
      const { classes } = state();
      const place = classes.findIndex((entry) => entry.name === name);
      const next = classes[place + 1] ?? classes[place - 1];
      change(page, { kind: 'class-remove', name }, next?.name, {
        done: t('Class {0} is gone. Undo brings it back.', name),
      });
    },
    placeClass: (name, place) => {
      const { classes } = state();
      const names = orderWith(classes, name, place);
      const at = names.indexOf(name);
      if (classes[at]?.name === name) closeClass();
      else
        change(page, { kind: 'class-order', names }, name, {
          done: t('Class {0} is number {1} now.', name, at + 1),
        });
    },
    colorClass: (name, color) =>
      change(page, { kind: 'class-color', name, color }, name, {
        done: t('Class {0} has another color.', name),
      }),
    keyClass: (name, key) => {
      const done =
        key === ''
          ? t('Class {0} has no key of its own.', name)
          : t('{0} labels as {1}.', key.toUpperCase(), name);
      // The question stays open until the answer is accepted: many keys are commands.
      page.host.act([{ kind: 'class-key', name, key }]).then(
        () => {
          if (state().classEdit?.name === name) closeClass();
          say(page, done);
        },
        (error: unknown) => editClass({ step: 'key', name, fault: messageOf(error) }),
      );
    },
  };
}

let nextId = 1;

interface Answer {
  /** Said once it is saved. */
  readonly done: string;
  /** What the class is called then: a list of its images goes on under that name. */
  readonly becomes?: string;
  /** Where it is said why it was refused; at the top of the page if left out. */
  readonly refused?: (fault: string) => void;
}

/**
 * Changes the class list: shown at once, so that the next key means what a person sees, with the focus on the row
 * `focus`; taken back if it is refused.
 */
function change(
  page: Page,
  act: PanelAct,
  focus: string | undefined,
  { done, becomes, refused }: Answer,
): void {
  const { host, dispatch, draw, focusClass, showAllClasses } = page;
  const id = nextId++;
  dispatch({ type: 'classEdit', edit: undefined });
  dispatch({ type: 'classActed', id, act });
  showAllClasses();
  draw();
  if (focus !== undefined) focusClass(focus);
  host.act([act]).then(
    () => {
      dispatch({ type: 'classAnswered', id });
      if (becomes !== undefined && 'name' in act) filterFollows(page, act.name, becomes);
      say(page, done);
    },
    (error: unknown) => {
      dispatch({ type: 'classAnswered', id });
      if (refused) refused(messageOf(error));
      else failed(page)(error);
    },
  );
}

function filterFollows({ state, dispatch }: Page, name: string, becomes: string): void {
  const { show } = state().filter;
  if ('name' in show && show.name === name)
    dispatch({ type: 'filter', change: { show: { ...show, name: becomes } } });
}
