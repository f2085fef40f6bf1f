import { UserError } from '../../core/errors.ts';
import { checkNewClass } from '../labels/classNames.ts';
import type { Act, Dataset, Problem } from '../types.ts';
import type { Imported } from './format.ts';

export interface ImportActs {
  /** For one call of `Dataset.act`: one undo unit. */
  readonly acts: readonly Act[];
  /** Images that already had another label, or were skipped: that stands. */
  readonly kept: number;
  /** Classes that cannot be taken over; their rows are left out. */
  readonly problems: readonly Problem[];
}

/** What has to be done in a dataset to take imported labels over. Nothing that a person decided is changed. */
export function importActs(
  dataset: Pick<Dataset, 'annotations' | 'classes'>,
  { rows, classes }: Pick<Imported, 'rows' | 'classes'>,
): ImportActs {
  const known = [...dataset.classes];
  const acts: Act[] = [];
  const problems: Problem[] = [];
  for (const name of new Set([...classes, ...rows.map(({ label }) => label)])) {
    if (known.includes(name)) continue;
    const problem = fault(name, known);
    if (problem !== undefined) problems.push(problem);
    else {
      known.push(name);
      acts.push({ kind: 'class-add', name });
    }
  }
  let kept = 0;
  const usable = new Set(known);
  for (const { path, label } of rows) {
    if (!usable.has(label)) continue;
    const there = dataset.annotations.get(path);
    if (there === undefined || (there.label === '' && !there.skipped))
      acts.push({ kind: 'label', path, label, source: 'import' });
    else if (there.label !== label) kept++;
  }
  return { acts, kept, problems };
}

function fault(name: string, known: readonly string[]): Problem | undefined {
  try {
    checkNewClass(name, known);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'bad-class', message: `${error.message} The images of this class are left out.` };
  }
}
