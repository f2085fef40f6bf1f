import type { PanelFinding } from '../../src/protocol/reviewPanel.ts';
import { annotationOf } from '../state/image.ts';
import type { State } from '../state/state.ts';

/** What became of a finding since the review; `gone`: none of its images is there any more. */
export type Status = 'open' | 'done' | 'ignored' | 'gone';

export type Statuses = ReadonlyMap<string, Status>;

let last:
  | {
      readonly of: Pick<State, 'saved' | 'pending' | 'review' | 'reviewMarks' | 'paths'>;
      readonly statuses: Statuses;
    }
  | undefined;

/** The status of every finding, by id; worked out again only where something changed. */
export function statusesOf(state: State): Statuses {
  const { saved, pending, review, reviewMarks, paths } = state;
  const before = last?.of;
  if (
    last !== undefined &&
    before?.saved === saved &&
    before.pending === pending &&
    before.review === review &&
    before.reviewMarks === reviewMarks &&
    before.paths === paths
  )
    return last.statuses;
  const ignored = new Set(reviewMarks.ignored);
  const mended = new Set(reviewMarks.mended);
  const statuses = new Map<string, Status>();
  for (const finding of review?.findings ?? []) {
    const { id } = finding;
    const status = ignored.has(id) ? 'ignored' : mended.has(id) ? 'done' : statusOf(finding, state);
    statuses.set(id, status);
  }
  last = { of: { saved, pending, review, reviewMarks, paths }, statuses };
  return statuses;
}

/** Whether a finding is about images that show the same, which are decided together. */
export function isAboutCopies({ check, paths }: PanelFinding): boolean {
  return (
    paths.length > 1 && (check === 'conflicts' || check === 'exact-duplicates' || check === 'near-duplicates')
  );
}

/** What an image is now: its label, '' = none, null = skipped; undefined = there is no such image. */
export function isNow(state: State, path: string): string | null | undefined {
  const row = state.rowOf.get(path);
  if (row === undefined) return undefined;
  const { label, skipped } = annotationOf(state, row);
  return skipped ? null : label;
}

function statusOf(finding: PanelFinding, state: State): Status {
  const { paths, was } = finding;
  if (paths.length === 0) return 'open';
  const now = paths.map((path) => isNow(state, path));
  if (now.every((label) => label === undefined)) return 'gone';
  if (now.every((label, i) => label === was[i])) return 'open';
  if (!isAboutCopies(finding)) return 'done';
  // Copies are settled when one is left, or when all that are left have the same label.
  const left = now.filter((label) => typeof label === 'string');
  const isSettled = left.length <= 1 || (new Set(left).size === 1 && left[0] !== '');
  return isSettled ? 'done' : 'open';
}
