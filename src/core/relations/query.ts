/** What a question is for: to label unlabeled images, to join two groups, to begin a new one, to settle a contradiction, to check a label. */
export type QueryPurpose = 'label' | 'merge' | 'new-class' | 'settle' | 'check';

/**
 * A question to an oracle (ALGORITHMS 6.4), by rows of the pool. `grid`: choose all candidates that show the same as the
 * anchor. `pair`: do the two show the same? `label`: of what class is it?
 */
export type Query =
  | {
      readonly kind: 'grid';
      readonly purpose: QueryPurpose;
      readonly anchor: number;
      /** Distinct rows, none of whose relations to the anchor follows from what is known. */
      readonly candidates: readonly number[];
      /** Labels (or members of a group that is not named yet) that an answer is expected to bring. */
      readonly expected: number;
      /** Why this question, in one sentence without names of files. */
      readonly why: string;
    }
  | {
      readonly kind: 'pair';
      readonly purpose: QueryPurpose;
      readonly a: number;
      readonly b: number;
      readonly expected: number;
      readonly why: string;
    }
  | {
      readonly kind: 'label';
      readonly purpose: QueryPurpose;
      readonly row: number;
      readonly expected: number;
      readonly why: string;
    };

/** What an oracle says to a query. Candidates of a grid in none of the three lists were not looked at: nothing is known of them. */
export type Answer =
  | {
      readonly kind: 'grid';
      readonly same: readonly number[];
      readonly different: readonly number[];
      readonly unsure: readonly number[];
    }
  | { readonly kind: 'pair'; readonly relation: 'same' | 'different' | 'unsure' }
  /** Class number; null = skipped. */
  | { readonly kind: 'label'; readonly label: number | null };

/** Answers queries: a person, a script that knows the truth, one that errs now and then, or a log that is replayed. */
export interface Oracle {
  ask(query: Query): Promise<Answer>;
}
