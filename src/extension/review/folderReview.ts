import { remembering } from '../../dataset/remembering.ts';
import type { Annotation, Dataset } from '../../dataset/types.ts';
import type { Unreadable } from '../../protocol/engine.ts';
import {
  type CheckReport,
  noMarks,
  type PanelFinding,
  type PanelReview,
  type ReviewMarks,
  reviewChecks,
} from '../../protocol/reviewPanel.ts';
import { datasetFindings, isProblem, openProblems } from './datasetFindings.ts';
import { type Reviewed, wasOf } from './reviewJob.ts';

export interface FolderReviewHost {
  readonly dataset: () => Pick<Dataset, 'annotations' | 'changes' | 'ignored' | 'problems' | 'rows'>;
  readonly unreadable: () => readonly Unreadable[];
  readonly changed: () => void;
}

/** The last review of a folder, and what became of it since. */
export class FolderReview {
  readonly #host: FolderReviewHost;
  #review: PanelReview | null = null;
  #ids: ReadonlySet<string> = new Set();
  /** The labels it went by. */
  #annotations: ReadonlyMap<string, Annotation> = new Map();
  /** Paths that are labeled otherwise now, as far as the changes of the dataset were looked through. */
  #otherwise = new Set<string>();
  #looked: { readonly changes: Dataset['changes']; readonly at: number } | undefined;
  #goTo: ReviewMarks['goTo'] = null;
  #marks: ReviewMarks = noMarks;
  readonly #copies = remembering(() => {
    const ignored = new Set(this.marks.ignored);
    const isCopies = ({ id, check }: PanelFinding): boolean =>
      (check === 'exact-duplicates' || check === 'near-duplicates') && !ignored.has(id);
    return (this.#review?.findings ?? []).filter(isCopies).map(({ paths }) => paths);
  });

  constructor(host: FolderReviewHost) {
    this.#host = host;
  }

  /** What it found; the same object until the next review. Null before the first. */
  get found(): PanelReview | null {
    return this.#review;
  }

  /** What became of it since; the same object as long as nothing did. */
  get marks(): ReviewMarks {
    if (this.#review === null) return noMarks;
    const { ignored, problems } = this.#host.dataset();
    const open = openProblems(problems);
    const now: ReviewMarks = {
      labelsSince: this.#labelsSince(),
      ignored: [...ignored].filter((id) => this.#ids.has(id)),
      mended: this.#review.findings.filter((one) => isProblem(one) && !open.has(one.id)).map(({ id }) => id),
      goTo: this.#goTo,
    };
    if (!isAlike(now, this.#marks)) this.#marks = now;
    return this.#marks;
  }

  /** Findings that are neither ignored nor mended, of images that are still there and labeled as they were. */
  get open(): readonly PanelFinding[] {
    const { ignored, mended } = this.marks;
    const closed = new Set([...ignored, ...mended]);
    const { rows } = this.#host.dataset();
    const isThere = (one: PanelFinding): boolean =>
      isProblem(one) || one.paths.length === 0 || one.paths.some((path) => rows.has(path));
    return (this.#review?.findings ?? []).filter(
      (one) =>
        !closed.has(one.id) &&
        isThere(one) &&
        !one.paths.some((path, i) => this.#isOtherwise(path, one.was[i])),
    );
  }

  /** Images that it found to be copies of one another, by path; the same list until that changes. */
  get copies(): readonly (readonly string[])[] {
    const { ignored } = this.marks;
    return this.#copies(this.#review, ignored);
  }

  /** Takes what a review found in place of the one before. */
  take({ checks, findings, annotations }: Reviewed): void {
    const { problems } = this.#host.dataset();
    const more = datasetFindings({ problems, unreadable: this.#host.unreadable(), annotations }, findings);
    const all = [...findings, ...more];
    const byCheck = reviewChecks.flatMap((check) => all.filter((finding) => finding.check === check));
    this.#review = { checks: checks.map((report) => withCount(report, more)), findings: byCheck };
    this.#ids = new Set(byCheck.map(({ id }) => id));
    this.#annotations = annotations;
    this.#otherwise = new Set();
    this.#looked = undefined;
    this.#host.changed();
  }

  /** Whether the last review has it. */
  has(finding: string): boolean {
    return this.#ids.has(finding);
  }

  /** The page is to go to a finding, if there is such a one. */
  goTo(finding: string): void {
    this.#goTo = { finding, number: (this.#goTo?.number ?? 0) + 1 };
    this.#host.changed();
  }

  #labelsSince(): number {
    const { changes, annotations } = this.#host.dataset();
    const isKnown = this.#looked?.changes === changes;
    const changed = isKnown ? changes.since(this.#looked?.at ?? 0) : undefined;
    this.#looked = { changes, at: changes.mark };
    if (changed === undefined) this.#otherwise.clear();
    for (const path of changed ?? new Set([...this.#annotations.keys(), ...annotations.keys()]))
      if (this.#isOtherwise(path, wasOf(this.#annotations.get(path)))) this.#otherwise.add(path);
      else this.#otherwise.delete(path);
    return this.#otherwise.size;
  }

  #isOtherwise(path: string, was: string | null): boolean {
    return wasOf(this.#host.dataset().annotations.get(path)) !== was;
  }
}

function withCount(report: CheckReport, more: readonly PanelFinding[]): CheckReport {
  const count = more.filter(({ check }) => check === report.check).length;
  if (count === 0) return report;
  return { ...report, state: 'done', findings: report.findings + count };
}

function isAlike(a: ReviewMarks, b: ReviewMarks): boolean {
  return (
    a.labelsSince === b.labelsSince &&
    a.goTo === b.goTo &&
    sameIds(a.ignored, b.ignored) &&
    sameIds(a.mended, b.mended)
  );
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
