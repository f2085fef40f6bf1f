import { l10n } from 'vscode';
import type { Annotation } from '../../dataset/types.ts';
import type { PanelFinding, ReviewCheck } from '../../protocol/reviewPanel.ts';

/** What is likely wrong with a label, at its row of labels.csv. */
export interface LabelProblem {
  readonly path: string;
  readonly finding: string;
  readonly check: ReviewCheck;
  readonly message: string;
}

/** What the findings that are open say of labels: one for each labeled image that one of them is about. */
export function labelProblems(
  findings: readonly PanelFinding[],
  annotations: ReadonlyMap<string, Annotation>,
): readonly LabelProblem[] {
  const isLabeled = (path: string): boolean => (annotations.get(path)?.label ?? '') !== '';
  return findings.flatMap(({ id: finding, check, paths, text }) => {
    const problem = (path: string, message: string): LabelProblem => ({ path, finding, check, message });
    if (check === 'label-errors') return paths.slice(0, 1).map((path) => problem(path, text));
    if (check === 'conflicts') return paths.filter(isLabeled).map((path) => problem(path, text));
    if (check === 'unreadable')
      return paths
        .filter(isLabeled)
        .map((path) => problem(path, l10n.t('It is labeled but cannot be read: {0}', text)));
    return [];
  });
}
