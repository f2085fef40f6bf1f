import type { Found, ReviewContext, ReviewedPool, Verdict } from './check.ts';
import type { PictureMeasures } from './pictures.ts';

/** What makes a picture odd, by one number. */
export interface Oddness {
  /** As in "12 of 500 pictures are dark". */
  readonly name: string;
  /** The more the odder; NaN where it was not measured. */
  of(measures: PictureMeasures, row: number): number;
  /** From here on a picture is odd, whatever the others are. */
  readonly from: number;
  /** The oddest there is: severity 1. */
  readonly worst: number;
  /** One sentence, and the numbers in it. */
  tell(
    measures: PictureMeasures,
    row: number,
  ): { readonly text: string; readonly evidence: Found['evidence'] };
}

/** Where more pictures than this share are odd, that is what the set is like. */
const usualShare = 0.05;
/** So many may be odd in a small set. */
const alwaysTold = 3;
/** Deviations (robust) above the median that stand out from such a set. */
const deviations = 3;
const madOfNormal = 0.6745;
/** The least deviation, as a share of what lies between odd and oddest: in a set of equals, little is not much. */
const leastDeviation = 0.02;

/**
 * The pictures that are odd. Where that is what the set is like (night shots, thumbnails), only those that stand out from
 * it too are told, and one sentence says so: a set of 5,000 night shots is not 5,000 findings.
 */
export async function oddPictures(
  oddness: Oddness,
  { rows, names }: ReviewedPool,
  { measures: measure, pause }: Pick<ReviewContext, 'measures' | 'pause'>,
): Promise<Verdict> {
  const measures = await measure?.();
  if (measures === undefined) return { findings: [], note: '' };
  const measured = [...rows]
    .map((row) => ({ row, value: oddness.of(measures, row) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value || (names[a.row] < names[b.row] ? -1 : 1));
  await pause();
  const odd = measured.filter(({ value }) => value >= oddness.from);
  const most = Math.max(alwaysTold, Math.floor(usualShare * measured.length));
  const isUsual = odd.length > most;
  const limit = isUsual
    ? standingOut(
        measured.map(({ value }) => value),
        leastDeviation * (oddness.worst - oddness.from),
      )
    : oddness.from;
  const told = odd.filter(({ value }) => value >= limit).slice(0, most);
  const findings = told.map(
    ({ row, value }): Found => ({
      rows: Int32Array.of(row),
      severity: Math.min(1, Math.max(0, (value - oddness.from) / (oddness.worst - oddness.from))),
      ...oddness.tell(measures, row),
      suggestion: { kind: 'skip' },
    }),
  );
  const rest = told.length === 0 ? 'none of them is told' : `only the ${told.length} that stand out are told`;
  const note = isUsual
    ? `${odd.length} of ${measured.length} pictures are ${oddness.name}, as is usual in this set; ${rest}.`
    : '';
  return { findings, note };
}

/** The value that a set's own deviations, of `least` at least, leave behind. `falling`: the oddest first. */
function standingOut(falling: readonly number[], least: number): number {
  const middle = falling[falling.length >> 1];
  const spread = falling.map((value) => Math.abs(value - middle)).sort((a, b) => a - b)[falling.length >> 1];
  return middle + deviations * Math.max(spread / madOfNormal, least);
}
