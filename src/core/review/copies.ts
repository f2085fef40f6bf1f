import type { ReviewedPool } from './check.ts';
import type { PictureMeasures } from './pictures.ts';

/** Images that show the same. */
export interface Copies {
  /** Rows of equal files by path: two at least per group. */
  readonly exact: readonly Int32Array[];
  /** Pictures that are almost the same as the first of each group; of equal files only the first is in one. */
  readonly near: readonly NearCopies[];
}

export interface NearCopies {
  /** The picture that each of the others was compared with, then the others, the most alike first. */
  readonly rows: Int32Array;
  /** How alike each of the others is to the first. */
  readonly likeness: readonly CopyLikeness[];
}

export interface CopyLikeness {
  /** 0 to 1 = the same. */
  readonly similarity: number;
  /** It shows the first as a mirror does. */
  readonly isMirrored: boolean;
  /** Share of the area of one that the other shows. */
  readonly area: number;
}

/** Groups of equal files among the rows that take part. */
export function exactCopies({
  rows,
  contents,
  names,
}: Pick<ReviewedPool, 'rows' | 'contents' | 'names'>): readonly Int32Array[] {
  if (contents === undefined) return [];
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const group = groups.get(contents[row]);
    if (group === undefined) groups.set(contents[row], [row]);
    else group.push(row);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => Int32Array.from(group).sort((a, b) => (names[a] < names[b] ? -1 : 1)));
}

/** All images that show the same thing as one another, equal files and almost equal pictures together. */
export function allCopies({ exact, near }: Copies): readonly Int32Array[] {
  const equalTo = new Map(exact.map((group) => [group[0], group]));
  const inNear = new Set(near.flatMap(({ rows }) => [...rows]));
  const widened = near.map(({ rows }) =>
    Int32Array.from(Array.from(rows, (row) => [...(equalTo.get(row) ?? [row])]).flat()),
  );
  return [...widened, ...exact.filter(([first]) => !inNear.has(first))];
}

/** Rows in the order in which one would be kept: labeled ones first, then the most pixels, then the largest file, then by path. */
export function byWorth(
  { labels, bytes, names }: Pick<ReviewedPool, 'labels' | 'bytes' | 'names'>,
  rows: ArrayLike<number>,
  measures?: Pick<PictureMeasures, 'width' | 'height'>,
): Int32Array {
  const isLabeled = (row: number): number => (labels[row] >= 0 ? 1 : 0);
  const pixelsOf = (row: number): number => (measures && measures.width[row] * measures.height[row]) || 0;
  const bytesOf = (row: number): number => bytes?.[row] ?? 0;
  return Int32Array.from(rows).sort(
    (a, b) =>
      isLabeled(b) - isLabeled(a) ||
      pixelsOf(b) - pixelsOf(a) ||
      bytesOf(b) - bytesOf(a) ||
      (names[a] < names[b] ? -1 : 1),
  );
}
