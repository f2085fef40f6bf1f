import type { Query } from './query.ts';

/** A question that could be asked, and what it is ranked by. */
export interface Draft {
  readonly query: Query;
  /** Labels expected of one screen, what is worth less than a label counted as less. */
  readonly score: number;
}

/** Knows questions of one kind. */
export interface Questioner {
  /** Its best questions that leave out what is in use. */
  drafts(isUsed: (row: number) => boolean): readonly Draft[];
}
