import { checks as knownChecks } from '../core/review/registry.ts';
import type { CheckReport, Finding, ReviewCheck, ReviewResult } from '../protocol/review.ts';
import { printable } from './printable.ts';

/** A finding as `--json` tells it: images and classes by name. */
export interface ReportedFinding {
  readonly check: ReviewCheck;
  readonly id: string;
  /** The image it is about, or the first of them. */
  readonly path: string | null;
  readonly paths: readonly string[];
  readonly severity: number;
  readonly text: string;
  readonly evidence: Finding['evidence'];
  readonly suggestion:
    | { readonly kind: 'label'; readonly label: string }
    | { readonly kind: 'keep-first' | 'skip' }
    | null;
  /** Labeled images that speak for the suggestion, the nearest first. */
  readonly near: readonly string[];
  /** Line of `path` in the file of labels, where the finding is about its label. */
  readonly line: number | null;
}

export function reportedFindings(
  { findings, classes }: ReviewResult,
  names: readonly string[],
  lines: ReadonlyMap<string, number>,
): readonly ReportedFinding[] {
  const pathsOf = (rows: Int32Array): readonly string[] => Array.from(rows, (row) => names[row]);
  return findings.map(({ rows, suggestion, near, ...rest }) => {
    const paths = pathsOf(rows);
    const path = paths[0] ?? null;
    const isAboutLabel = rest.check === 'label-errors' || rest.check === 'conflicts';
    return {
      ...rest,
      path,
      paths,
      suggestion:
        suggestion?.kind === 'label'
          ? { kind: 'label', label: classes[suggestion.class] }
          : (suggestion ?? null),
      near: near === undefined ? [] : pathsOf(near),
      line: isAboutLabel && path !== null ? (lines.get(path) ?? null) : null,
    };
  });
}

/** Findings of one check that a screen can take. */
const shown = 10;
const pathsShown = 3;

/** What was found, check by check, for a person. `labelsName`: of the file that the lines are of. */
export function reviewReport(
  checks: readonly CheckReport[],
  findings: readonly ReportedFinding[],
  { width, labelsName }: { readonly width: number; readonly labelsName: string },
): string {
  const parts = checks.map((report) => {
    const own = findings.filter(({ check }) => check === report.check);
    const lines = own.slice(0, shown).flatMap((finding) => findingLines(finding, width, labelsName));
    const more = own.length > shown ? [`  and ${own.length - shown} more (--json lists them all)`] : [];
    return [heading(report), ...lines, ...more].join('\n');
  });
  return parts.join('\n');
}

function heading({ check, state, findings, note }: CheckReport): string {
  const title = knownChecks.find(({ id }) => id === check)?.title ?? check;
  const count = state === 'too-early' ? 'not looked for' : findings === 0 ? 'none' : String(findings);
  return `${title}: ${count}${note === '' ? '' : `. ${note}`}`;
}

function findingLines(
  { paths, line, text }: ReportedFinding,
  width: number,
  labelsName: string,
): readonly string[] {
  const place = line === null ? '' : ` (${printable(labelsName)}:${line})`;
  const others = paths.length > pathsShown ? ` and ${paths.length - pathsShown} more` : '';
  const names = `${paths.slice(0, pathsShown).map(printable).join(', ')}${others}`;
  return [
    ...(paths.length === 0 ? [] : [`  ${names}${place}`]),
    ...wrapped(printable(text), width - 4).map((part) => `    ${part}`),
  ];
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
