import type { Query } from '../core/relations/query.ts';
import type { Statements } from '../core/relations/statements.ts';
import type { PoolRequest } from './engine.ts';

export type { Query } from '../core/relations/query.ts';
export type { Statements } from '../core/relations/statements.ts';

/** `labels` of the pool are those that a person (or a file) gave: labels that only follow from relations are worked out anew. */
export interface RelateRequest extends PoolRequest {
  readonly statements: Statements;
  /** Questions wanted, the most useful first; each about other images than the ones before it. */
  readonly count: number;
  /** Candidates of a grid question, 2 to 9. */
  readonly candidates: number;
  readonly seed: number;
  /** A component that is known to differ from all classes but one is of that one. */
  readonly eliminate: boolean;
}

/** What predicts the class of an image: a head on propagated labels, or the projector that is learned from the relations. */
export interface RelationModel {
  readonly kind: 'none' | 'head' | 'linear' | 'mlp';
  /** Why this one, in one sentence, with the shares compared on held-out relations. */
  readonly why: string;
}

export interface RelateResult {
  readonly queries: readonly Query[];
  readonly model: RelationModel;
  /** Sentences the person should know: images without an embedding, nothing left to ask. */
  readonly notes: readonly string[];
  readonly seconds: number;
}
