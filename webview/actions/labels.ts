import { labeledAs } from '../annotations.ts';
import { classKey, shownKeys } from '../keys.ts';
import { t } from '../l10n.ts';
import { selectedPaths } from '../state/selection.ts';
import { type Acts, said } from './acts.ts';
import { type Page, say } from './page.ts';

/** What is decided about the selected images. */
export interface LabelActions {
  /** Labels what is selected, and goes on. */
  readonly label: (name: string) => void;
  /** Labels what is selected with the n-th class (from 0), and goes on. */
  readonly labelNumber: (number: number) => void;
  /** Skips, or takes the skip back if all are skipped. */
  readonly skip: () => void;
  /** Flags, or takes the flag away if all are flagged. */
  readonly flag: () => void;
}

export function labelActions(page: Page, acts: Acts): LabelActions {
  const label = (name: string): void => {
    if (!page.state().isSingle && page.labelInView(name)) return;
    const paths = selectedPaths(page.state());
    if (paths.length === 0) {
      say(page, t('There is no image to label here.'));
      return;
    }
    acts.do({
      acts: [{ kind: 'label', paths, label: name }],
      changes: acts.changesOf(paths, (old) => labeledAs(old, name)),
      advance: true,
      status: t('{0} is {1}.', said(paths), name),
    });
  };
  return {
    label,
    labelNumber: (number) => {
      const name = page.state().classes[number]?.name;
      if (name === undefined)
        say(
          page,
          t(
            'There is no class on key {0} yet: press {1} and type its name.',
            classKey(number),
            shownKeys(page.state().keys, 'find'),
          ),
        );
      else label(name);
    },
    skip: () => {
      const paths = selectedPaths(page.state());
      if (paths.length === 0) return;
      const on = !paths.every((path) => acts.annotation(path).skipped);
      acts.do({
        acts: [{ kind: 'skip', paths, on }],
        changes: acts.changesOf(paths, (old) => ({ ...labeledAs(old, on ? '' : old.label), skipped: on })),
        advance: on,
        status: on ? t('{0} skipped.', said(paths)) : t('{0} is back.', said(paths)),
      });
    },
    flag: () => {
      const paths = selectedPaths(page.state());
      if (paths.length === 0) return;
      const on = !paths.every((path) => acts.annotation(path).flagged);
      acts.do({
        acts: [{ kind: 'flag', paths, on }],
        changes: acts.changesOf(paths, (old) => ({ ...old, flagged: on })),
        advance: false,
        status: on ? t('{0} flagged.', said(paths)) : t('{0} not flagged.', said(paths)),
      });
    },
  };
}
