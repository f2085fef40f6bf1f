import type { Conflict } from '../../core/relations/conflict.ts';
import { settlingPair } from '../../core/relations/settle.ts';
import { type RelationSource, relationSources, relationValue } from '../../core/relations/statements.ts';
import type { Dataset } from '../types.ts';

/** What somebody said, by paths: what `b` is to `a`, or the class of `a`. */
export interface ToldStatement {
  /** The answer it is part of; '' = a label. */
  readonly answer: string;
  readonly a: string;
  /** '' = it is a label of `a`. */
  readonly b: string;
  readonly relation: 'same' | 'different' | 'label';
  readonly label: string;
  /** '' = a person. */
  readonly source: '' | Exclude<RelationSource, 'person'>;
  readonly times: number;
}

/** A contradiction: what was said and does not apply, and the shortest chain that proves the contrary. */
export interface RelationConflict {
  /** The same as long as the contradiction is. */
  readonly id: string;
  readonly said: ToldStatement;
  readonly chain: readonly ToldStatement[];
  /** The pair whose answer settles it most cheaply. */
  readonly ask: { readonly a: string; readonly b: string };
}

type Source = Pick<Dataset, 'relations' | 'annotations' | 'rows'>;

/**
 * How many contradictions there are about images that are there, and at most so many of them, the newest first: before all
 * others those of what a person said, for what is free gives way by itself, and one odd image in a folder contradicts all
 * others of it. Images that are gone may be part of what proves one, but nobody is asked about them.
 */
export function relationConflicts(
  dataset: Source,
  most: number,
): { readonly count: number; readonly shown: readonly RelationConflict[] } {
  const { graph } = dataset.relations;
  const isThere = thereIn(dataset);
  const conflicts = graph.conflicts.filter(({ a, b }) => isThere(a) && isThere(b));
  const isFree = ({ statement }: Conflict): boolean =>
    relationSources[graph.statement(statement).source] !== 'person';
  const ordered = [...conflicts.filter(isFree), ...conflicts.filter((conflict) => !isFree(conflict))];
  const shown = ordered.slice(Math.max(0, ordered.length - most)).reverse();
  return { count: conflicts.length, shown: shown.map((conflict) => told(conflict, dataset)) };
}

function told(conflict: Conflict, dataset: Source): RelationConflict {
  const { relations, annotations } = dataset;
  const { graph } = relations;
  const isThere = thereIn(dataset);
  const path = (node: number): string => relations.pathOf(node);
  const statement = (number: number, a: number, b: number): ToldStatement => {
    const { relation, source, times } = graph.statement(number);
    const name = relationSources[source];
    return {
      answer: relations.answerOf(number),
      a: path(a),
      b: path(b),
      relation: relation === relationValue.same ? 'same' : 'different',
      label: '',
      source: name === 'person' ? '' : name,
      times,
    };
  };
  const { a, b } = settlingPair(conflict, graph, undefined, (one, other) => isThere(one) && isThere(other));
  const said = statement(conflict.statement, conflict.a, conflict.b);
  return {
    id: JSON.stringify([said.answer, said.a, said.b]),
    said,
    chain: conflict.chain.map((link) =>
      link.kind === 'statement'
        ? statement(link.statement, link.a, link.b)
        : {
            answer: '',
            a: path(link.node),
            b: '',
            relation: 'label',
            label: annotations.get(path(link.node))?.label ?? '',
            source: '',
            times: 1,
          },
    ),
    ask: { a: path(a), b: path(b) },
  };
}

function thereIn({ relations, rows }: Source): (node: number) => boolean {
  return (node) => rows.has(relations.pathOf(node));
}
