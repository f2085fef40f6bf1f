import type { RelationGraph } from './graph.ts';
import { relationValue, type Statements } from './statements.ts';

/** How questions against a class, or a group that has no name yet, went of late. */
export interface Outcomes {
  /** Images shown that did or did not show the same, and how many of them did. */
  readonly asked: number;
  readonly hits: number;
}

/** Images of a class or group that are looked back at. */
const lookBack = 27;

const nothingAsked: Outcomes = { asked: 0, hits: 0 };

/** Outcomes of the last questions against images of the class of a row, or of its group. */
export function outcomesOf(
  { a, relation }: Statements,
  graph: Pick<RelationGraph, 'label' | 'component'>,
): (row: number) => Outcomes {
  /** Classes count from -1 down, groups are their first rows. */
  const targetOf = (row: number): number =>
    graph.label(row) < 0 ? graph.component(row) : -1 - graph.label(row);
  const outcomes = new Map<number, Outcomes>();
  for (let i = a.length - 1; i >= 0; i--) {
    const target = targetOf(a[i]);
    const { asked, hits } = outcomes.get(target) ?? nothingAsked;
    if (relation[i] === relationValue.unsure || asked === lookBack) continue;
    outcomes.set(target, { asked: asked + 1, hits: hits + (relation[i] === relationValue.same ? 1 : 0) });
  }
  return (row) => outcomes.get(targetOf(row)) ?? nothingAsked;
}
