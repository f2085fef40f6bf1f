import type { PanelAct } from '../../src/protocol/panel.ts';
import type { PanelFinding } from '../../src/protocol/reviewPanel.ts';
import { type Annotation, labeledAs } from '../annotations.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import { isAboutCopies, isNow } from './status.ts';

/** What a person can decide about a finding. */
export type Decision =
  /** What is suggested. */
  | { readonly kind: 'accept' }
  | { readonly kind: 'label'; readonly label: string }
  /** All copies get the label that one of them has. */
  | { readonly kind: 'link' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'ignore' };

/** One undo unit: what is to be saved, and what the images are then. */
export interface Decided {
  readonly acts: readonly PanelAct[];
  readonly changes: ReadonlyMap<string, Annotation>;
}

/** What decisions about findings come to, all in one undo unit; no acts = there is nothing to do. */
export function decide(state: State, findings: readonly PanelFinding[], decision: Decision): Decided {
  const acts = joined(findings.flatMap((finding) => actsFor(state, finding, decision)));
  const changes = new Map<string, Annotation>();
  for (const act of acts)
    if ('paths' in act)
      for (const path of act.paths) {
        const row = state.rowOf.get(path);
        const before = changes.get(path) ?? (row === undefined ? undefined : annotationOf(state, row));
        if (before !== undefined) changes.set(path, after(before, act));
      }
  return { acts, changes };
}

/** The images that a decision is about: all copies that are not skipped, else the first image. */
export function targets(state: State, finding: PanelFinding): readonly string[] {
  const there = finding.paths.filter((path) => isNow(state, path) !== undefined);
  if (!isAboutCopies(finding)) return there.slice(0, 1);
  return there.filter((path) => isNow(state, path) !== null);
}

/** The label that copies would have in common: of the first that has one; '' = none has. */
export function commonLabel(state: State, finding: PanelFinding): string {
  if (!isAboutCopies(finding)) return '';
  return finding.paths.map((path) => isNow(state, path)).find((label) => label) ?? '';
}

/** What could be done about a finding now: no label of a class that was renamed or removed since the review. */
export function suggestionOf({ classes }: State, { suggestion }: PanelFinding): PanelFinding['suggestion'] {
  if (suggestion?.kind !== 'label') return suggestion;
  return classes.some(({ name }) => name === suggestion.label) ? suggestion : undefined;
}

function actsFor(state: State, finding: PanelFinding, decision: Decision): readonly PanelAct[] {
  const paths = targets(state, finding);
  switch (decision.kind) {
    case 'accept':
      return accepted(state, finding);
    case 'label':
      return labeled(state, finding, decision.label);
    case 'link': {
      const label = commonLabel(state, finding);
      return label === '' ? [] : labeled(state, finding, label);
    }
    case 'skip': {
      if (paths.length > 0 && paths.some((path) => isNow(state, path) !== null))
        return [{ kind: 'skip', paths, on: true }];
      const skipped = finding.paths.filter((path) => isNow(state, path) === null);
      return skipped.length === 0 ? [] : [{ kind: 'skip', paths: skipped, on: false }];
    }
    case 'flag': {
      const isFlagged = (path: string): boolean => annotationOf(state, state.rowOf.get(path) ?? -1).flagged;
      return paths.length === 0 ? [] : [{ kind: 'flag', paths, on: !paths.every(isFlagged) }];
    }
    case 'ignore':
      return [ignoring(finding, !state.reviewMarks.ignored.includes(finding.id))];
  }
}

function accepted(state: State, finding: PanelFinding): readonly PanelAct[] {
  const { paths } = finding;
  const suggestion = suggestionOf(state, finding);
  if (suggestion === undefined) return [];
  if (suggestion.kind === 'label') return labeled(state, finding, suggestion.label);
  const first = suggestion.kind === 'skip';
  const wanted = first ? paths.slice(0, 1) : paths.slice(1);
  const left = wanted.filter((path) => typeof isNow(state, path) === 'string');
  return left.length === 0 ? [] : [{ kind: 'skip', paths: left, on: true }];
}

/** A label that the images have already says that the finding is none. */
function labeled(state: State, finding: PanelFinding, label: string): readonly PanelAct[] {
  const paths = targets(state, finding);
  if (paths.length === 0) return [];
  const isMeant = paths.every((path) => isNow(state, path) === label);
  // What two files say against each other is settled by saying it once more.
  const isSettledByLabel = finding.id.startsWith('file-');
  const isDone = isMeant && finding.was.every((before) => before !== label);
  if (isDone && !isSettledByLabel) return [];
  if (isMeant && !isSettledByLabel) return [ignoring(finding, true)];
  return [{ kind: 'label', paths, label }];
}

function ignoring({ id }: PanelFinding, on: boolean): PanelAct {
  return { kind: 'ignore', findings: [id], on };
}

/** Acts of one kind together; labels first, so that what is skipped stays so. */
function joined(acts: readonly PanelAct[]): readonly PanelAct[] {
  const byKind = new Map<string, PanelAct>();
  for (const act of acts) {
    const key = JSON.stringify({ ...act, paths: undefined, findings: undefined });
    const known = byKind.get(key);
    if (known !== undefined && 'paths' in known && 'paths' in act)
      byKind.set(key, { ...known, paths: [...known.paths, ...act.paths] });
    else if (known?.kind === 'ignore' && act.kind === 'ignore')
      byKind.set(key, { ...known, findings: [...known.findings, ...act.findings] });
    else byKind.set(key, act);
  }
  return [...byKind.values()].sort((a, b) => Number(a.kind === 'skip') - Number(b.kind === 'skip'));
}

function after(before: Annotation, act: PanelAct): Annotation {
  if (act.kind === 'label') return labeledAs(before, act.label);
  if (act.kind === 'skip') return { ...labeledAs(before, act.on ? '' : before.label), skipped: act.on };
  return act.kind === 'flag' ? { ...before, flagged: act.on } : before;
}
