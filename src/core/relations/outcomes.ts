import type { RelationGraph } from './graph.ts';
import { relationValue, type Statements } from './statements.ts';

/** How questions against a class went of late. */
export interface Outcomes {
  /** Images shown that did or did not show the same, and how many of them did. */
  readonly asked: number;
  readonly hits: number;
}

/** Images of a class that are looked back at. */
const lookBack = 27;

/** Outcomes of the last questions against images of each class, by class number. */
export function outcomesOf(
  { a, relation }: Statements,
  graph: Pick<RelationGraph, 'label'>,
  classCount: number,
): readonly Outcomes[] {
  const asked = new Int32Array(classCount);
  const hits = new Int32Array(classCount);
  for (let i = a.length - 1; i >= 0; i--) {
    const label = graph.label(a[i]);
    if (label < 0 || relation[i] === relationValue.unsure || asked[label] === lookBack) continue;
    asked[label]++;
    if (relation[i] === relationValue.same) hits[label]++;
  }
  return Array.from(asked, (count, label) => ({ asked: count, hits: hits[label] }));
}
