import { poolLabels } from '../../dataset/poolLabels.ts';
import type { Annotation } from '../../dataset/types.ts';
import type { Finding, ReviewResult } from '../../protocol/review.ts';
import type { PanelFinding, PanelSuggestion } from '../../protocol/reviewPanel.ts';
import type { CallOptions } from '../../protocol/rpc.ts';
import { poolRequest, type RoundParts } from '../roundParts.ts';

/** What a review found, and the labels it went by. */
export interface Reviewed {
  readonly checks: ReviewResult['checks'];
  readonly findings: readonly PanelFinding[];
  readonly annotations: ReadonlyMap<string, Annotation>;
}

/** Reviews the images and labels of a folder as they are now. Embeds nothing. */
export async function reviewFolder(parts: RoundParts, options: CallOptions): Promise<Reviewed> {
  const { dataset, engine, settings } = parts;
  const names = dataset.images.map(({ path }) => path);
  // A copy: labeling goes on meanwhile.
  const annotations = new Map(dataset.annotations);
  const pool = poolLabels(names, { annotations, classes: dataset.classes });
  const result = await engine.review({ ...poolRequest(parts, pool), seed: settings.seed }, options);
  const { checks, classes } = result;
  const findings = result.findings.map((finding) => byPaths(finding, { names, classes, annotations }));
  return { checks, findings, annotations };
}

/** What an image was when it was reviewed: its label, '' = none, null = skipped. */
export function wasOf(annotation: Annotation | undefined): string | null {
  return annotation?.skipped === true ? null : (annotation?.label ?? '');
}

function byPaths(
  { rows, near, suggestion, ...finding }: Finding,
  known: {
    readonly names: readonly string[];
    readonly classes: readonly string[];
    readonly annotations: ReadonlyMap<string, Annotation>;
  },
): PanelFinding {
  const paths = Array.from(rows, (row) => known.names[row]);
  const was = paths.map((path) => wasOf(known.annotations.get(path)));
  return {
    ...finding,
    paths,
    was,
    ...(suggestion && { suggestion: named(suggestion, known.classes) }),
    ...(near && { near: Array.from(near, (row) => known.names[row]) }),
  };
}

function named(suggestion: NonNullable<Finding['suggestion']>, classes: readonly string[]): PanelSuggestion {
  return suggestion.kind === 'label' ? { kind: 'label', label: classes[suggestion.class] } : suggestion;
}
