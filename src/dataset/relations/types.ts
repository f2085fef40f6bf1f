import type { RelationGraph } from '../../core/relations/graph.ts';
import type { RelationSource, Statements } from '../../core/relations/statements.ts';

/** An oracle that answers for free. */
export type FreeOracle = Exclude<RelationSource, 'person'>;

/** What one answered screen says: `anchor` is what each of `same` is, and is not what any of `different` is. */
export interface RelationAnswer {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly query: 'grid' | 'pair';
  readonly anchor: string;
  readonly same: readonly string[];
  readonly different: readonly string[];
  /** Nobody can tell. */
  readonly unsure: readonly string[];
  /** Absent = a person. */
  readonly oracle?: FreeOracle;
}

/** What can be done about relations. */
export type RelationAct =
  /** An answered screen. `id`: '' = a new one. */
  | ({ readonly kind: 'relation' } & Omit<RelationAnswer, 'time'> & Partial<Foreign>)
  /** Withdraws the answer with this id. */
  | { readonly kind: 'retract'; readonly of: string }
  /** Whether images that are of no class but one are of that one: the class list is closed. */
  | { readonly kind: 'eliminate'; readonly on: boolean };

/** What an answer that another program wrote to relations.jsonl has besides. */
export interface Foreign {
  readonly time: string;
  readonly by: string;
  /** What is not ours of its line. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** What was said of which images show the same, and what follows from it. */
export interface DatasetRelations {
  /** Those that were not withdrawn, in order; the same list as long as nothing changed. */
  readonly answers: readonly RelationAnswer[];
  /** Over the paths of all answers and labels, by node. */
  readonly graph: RelationGraph;
  nodeOf(path: string): number | undefined;
  pathOf(node: number): string;
  /** The id of the answer that a statement of `graph` is part of. */
  answerOf(statement: number): string;
  readonly eliminate: boolean;
  /** How many images have a label that follows from relations alone. */
  readonly implied: number;
  /** Statements by row of a pool; those about images that are not in it are left out. */
  statements(rows: ReadonlyMap<string, number>): Statements;
  /** Another number with every change of answers, labels or conflicts. */
  readonly version: number;
}
