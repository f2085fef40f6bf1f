import type { EngineClient } from '../../src/engine/client.ts';
import {
  type Finding,
  type ReviewCheck,
  type ReviewRequest,
  reviewChecks,
} from '../../src/protocol/review.ts';

/** What a finding of a pretended review says; paths stand for rows. */
export interface PretendedFinding extends Omit<Finding, 'id' | 'rows' | 'text' | 'evidence'> {
  readonly paths: readonly string[];
  /** What its id is made of; default: its paths. */
  readonly name?: string;
  readonly text?: string;
}

/** An engine's review that finds what it is told to, whatever the images are; ids are made of check and paths. */
export function pretendedReview(
  found: (request: ReviewRequest) => readonly PretendedFinding[],
  tooEarly: readonly ReviewCheck[] = [],
): EngineClient['review'] {
  return async (request) => {
    const { source, classes } = request;
    const names = source.kind === 'folder' ? source.images.map(({ path }) => path) : source.names;
    const findings = found(request).map(
      ({ paths, name, text = 'It looks like another class.', ...finding }) => ({
        ...finding,
        id: `${finding.check}-${name ?? paths.join('|')}`,
        rows: Int32Array.from(paths, (path) => names.indexOf(path)),
        text,
        evidence: {},
      }),
    );
    const checks = reviewChecks.map((check) => {
      const isEarly = tooEarly.includes(check);
      return {
        check,
        state: isEarly ? ('too-early' as const) : ('done' as const),
        note: isEarly ? 'It needs embeddings; embed the folder first.' : '',
        ...(isEarly && { lacks: 'embeddings' as const }),
        findings: findings.filter((finding) => finding.check === check).length,
        seconds: 0,
      };
    });
    return { checks, findings, classes, seconds: 0 };
  };
}

/** Wrong labels as a review doubts them: each path would rather be the class named. */
export function labelErrors(
  doubted: Readonly<Record<string, string>>,
): (request: ReviewRequest) => readonly PretendedFinding[] {
  return ({ classes }) =>
    Object.entries(doubted).map(([path, label], i) => ({
      check: 'label-errors',
      paths: [path],
      severity: 0.95 - i / 100,
      suggestion: { kind: 'label', class: classes.indexOf(label) },
    }));
}
