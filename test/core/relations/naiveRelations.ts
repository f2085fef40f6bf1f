import type { Statement } from '../../../src/core/relations/statementLog.ts';

/** What `NaiveRelations` works out: everything again, in cubic time, from the rules as they are written. */
export interface NaiveState {
  readonly refused: readonly number[];
  readonly applied: readonly number[];
  /** By pair of nodes: 1 same, -1 different, 0 unknown. */
  readonly matrix: readonly Int8Array[];
  /** By node; -1 = none. */
  readonly labels: readonly number[];
  /** Links of the shortest chain that proves that two nodes are the same, or different; Infinity = none. */
  readonly distances: { readonly same: readonly Float64Array[]; readonly different: readonly Float64Array[] };
}

export interface NaiveInput {
  readonly nodes: number;
  readonly classes: number;
  readonly statements: readonly (Statement & { readonly active: boolean })[];
  readonly labels: readonly number[];
  readonly eliminate: boolean;
}

/** The state of a relation graph by closure of a matrix, classes being nodes after the images. */
export function naiveState(input: NaiveInput): NaiveState {
  const { nodes, classes, labels } = input;
  const size = nodes + classes;
  const matrix = Array.from({ length: size }, () => new Int8Array(size));
  const distances = {
    same: Array.from({ length: size }, () => new Float64Array(size).fill(Number.POSITIVE_INFINITY)),
    different: Array.from({ length: size }, () => new Float64Array(size).fill(Number.POSITIVE_INFINITY)),
  };
  for (let i = 0; i < size; i++) {
    matrix[i][i] = 1;
    distances.same[i][i] = 0;
    for (let j = 0; j < size; j++)
      if (i !== j && i >= nodes && j >= nodes) {
        matrix[i][j] = -1;
        distances.different[i][j] = 0;
      }
  }
  const put = (a: number, b: number, relation: number): void => {
    matrix[a][b] = matrix[b][a] = relation;
    close(matrix);
    const table = relation === 1 ? distances.same : distances.different;
    table[a][b] = table[b][a] = Math.min(1, table[a][b]);
  };
  for (const [node, label] of labels.entries()) if (label >= 0) put(node, nodes + label, 1);
  const refused: number[] = [];
  const applied: number[] = [];
  for (const number of trusted(input)) {
    const { a, b, relation } = input.statements[number];
    if (matrix[a][b] === -relation) refused.push(number);
    else {
      put(a, b, relation);
      applied.push(number);
    }
  }
  shorten(distances.same, distances.different);
  return {
    refused: refused.sort((a, b) => a - b),
    applied,
    matrix,
    labels: labelsOf(input, matrix),
    distances,
  };
}

/** Numbers of the statements that count, the most trusted first. */
function trusted({ statements }: NaiveInput): readonly number[] {
  const standing = statements.flatMap((s, number) => (s.active && s.a !== s.b ? [{ ...s, number }] : []));
  type Standing = (typeof standing)[number];
  const onSamePair = (x: Standing, y: Standing): boolean =>
    Math.min(x.a, x.b) === Math.min(y.a, y.b) && Math.max(x.a, x.b) === Math.max(y.a, y.b);
  const latest = (kind: boolean): readonly Standing[] =>
    standing.filter(
      (s) =>
        (s.source === 0) === kind &&
        !standing.some((t) => (t.source === 0) === kind && t.number > s.number && onSamePair(s, t)),
    );
  const persons = latest(true).filter(({ relation }) => relation !== 0);
  const free = latest(false).filter((s) => s.relation !== 0 && !persons.some((p) => onSamePair(p, s)));
  const isConfirmed = (s: Standing): boolean =>
    standing.filter((t) => t.source === 0 && onSamePair(s, t) && t.relation === s.relation).length > 1;
  return [...persons.filter(isConfirmed), ...persons.filter((s) => !isConfirmed(s)), ...free].map(
    ({ number }) => number,
  );
}

function close(matrix: Int8Array[]): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const [k, through] of matrix.entries())
      for (const from of matrix)
        for (let j = 0; j < from.length; j++) {
          const follows = from[k] === 1 ? through[j] : from[k] === -1 && through[j] === 1 ? -1 : 0;
          if (follows === 0 || from[j] === follows) continue;
          if (from[j] !== 0) throw new Error(`contradiction at ${k}, ${j}`);
          from[j] = follows;
          changed = true;
        }
  }
}

function shorten(same: Float64Array[], different: Float64Array[]): void {
  const size = same.length;
  for (let round = 0; round < 2; round++)
    for (let k = 0; k < size; k++)
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          same[i][j] = Math.min(same[i][j], same[i][k] + same[k][j]);
          different[i][j] = Math.min(
            different[i][j],
            same[i][k] + different[k][j],
            different[i][k] + same[k][j],
          );
        }
}

function labelsOf(
  { nodes, classes, eliminate }: NaiveInput,
  matrix: readonly Int8Array[],
): readonly number[] {
  const all = Array.from({ length: nodes }, (_, i) => i);
  const known = Array.from({ length: classes }, (_, c) => c);
  const given = (i: number): number => known.find((c) => matrix[i][nodes + c] === 1) ?? -1;
  const excluded = all.map((i) => new Set(known.filter((c) => matrix[i][nodes + c] === -1)));
  if (!eliminate || classes < 2) return all.map(given);
  const found = all.map(() => -1);
  for (;;) {
    const news = all.filter((i) => given(i) < 0 && found[i] < 0 && excluded[i].size === classes - 1);
    if (news.length === 0) break;
    for (const i of news) found[i] = known.find((c) => !excluded[i].has(c)) ?? -1;
    for (const i of news)
      for (const j of all) if (given(j) < 0 && matrix[i][j] === -1) excluded[j].add(found[i]);
  }
  return all.map((i) => (given(i) >= 0 ? given(i) : excluded[i].has(found[i]) ? -1 : found[i]));
}
