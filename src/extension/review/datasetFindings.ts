import type { Annotation, Problem } from '../../dataset/types.ts';
import type { Unreadable } from '../../protocol/engine.ts';
import type { PanelFinding } from '../../protocol/reviewPanel.ts';
import { wasOf } from './reviewJob.ts';

/** Problems that are about the label of one image. */
const aboutLabels: ReadonlySet<Problem['kind']> = new Set(['conflict', 'duplicate-row', 'tied-label']);

/** What the files of a dataset say against each other, and images that could not be read when they were looked at. */
export function datasetFindings(
  {
    problems,
    unreadable,
    annotations,
  }: {
    readonly problems: readonly Problem[];
    readonly unreadable: readonly Unreadable[];
    readonly annotations: ReadonlyMap<string, Annotation>;
  },
  found: readonly PanelFinding[],
): readonly PanelFinding[] {
  const known = new Set(found.filter(({ check }) => check === 'unreadable').map(({ paths }) => paths[0]));
  return [
    ...problemFindings(problems, annotations),
    ...unreadable
      .filter(({ path }) => !known.has(path))
      .map(({ path, reason }): PanelFinding => {
        const was = [wasOf(annotations.get(path))];
        const suggestion = { kind: 'skip' } as const;
        return { ...about('unreadable', `unreadable-${path}`, path, reason), was, suggestion };
      }),
  ];
}

/** Ids of the findings about files that there still are. */
export function openProblems(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(problems.filter(({ kind }) => aboutLabels.has(kind)).map(idOf));
}

/** Whether a finding is about the files of the dataset, and mended as soon as its problem is gone. */
export function isProblem({ id }: PanelFinding): boolean {
  return id.startsWith('file-');
}

function problemFindings(
  problems: readonly Problem[],
  annotations: ReadonlyMap<string, Annotation>,
): readonly PanelFinding[] {
  const found = new Map<string, PanelFinding>();
  for (const problem of problems) {
    const { kind, path, message } = problem;
    if (!aboutLabels.has(kind) || path === undefined) continue;
    const was = [wasOf(annotations.get(path))];
    found.set(idOf(problem), { ...about('conflicts', idOf(problem), path, message), was });
  }
  return [...found.values()];
}

function idOf({ kind, path }: Problem): string {
  return `file-${kind}-${path}`;
}

function about(check: PanelFinding['check'], id: string, path: string, text: string) {
  return { id, check, paths: [path], severity: 1, text, evidence: {} };
}
