import { classKey } from '../keys.ts';
import { selectedPaths } from '../state/selection.ts';
import { type Acts, said } from './acts.ts';
import type { LabelActions } from './labels.ts';
import type { Page } from './page.ts';

/** What is done with the class list. */
export interface ClassActions {
  /** From the class field: labels with a class that exists; adds one that does not, and labels too if asked. */
  readonly enterClass: (text: string, alsoLabel: boolean) => void;
}

export function classActions(page: Page, acts: Acts, { label }: LabelActions): ClassActions {
  const add = (name: string, alsoLabel: boolean): void => {
    const state = page.state();
    const key = classKey(state.classes.length);
    const hint = key === '' ? 'Type its name to use it.' : `Press ${key} to use it.`;
    const paths = alsoLabel ? selectedPaths(state) : [];
    const isLabeling = paths.length > 0;
    acts.do({
      acts: [
        { kind: 'class-add', name },
        ...(isLabeling ? [{ kind: 'label', paths, label: name } as const] : []),
      ],
      changes: acts.changesOf(paths, (old) => ({ ...old, label: name, skipped: false })),
      advance: isLabeling,
      status: isLabeling ? `${said(paths)} is ${name}.` : `Class ${name} added. ${hint}`,
    });
  };
  return {
    enterClass: (text, alsoLabel) => {
      const name = text.trim();
      if (name === '') return;
      const { classes } = page.state();
      const existing =
        classes.find((entry) => entry.name === name) ??
        classes.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
      if (existing === undefined) add(name, alsoLabel);
      else label(existing.name);
    },
  };
}
