/**
 * Who said what two images are to each other: a person (or what stands in for one), or one of the oracles that answer for
 * free, from what is known of the files. What a person says counts more than what is free.
 */
export const relationSources = ['person', 'folder', 'burst', 'duplicate', 'augmentation'] as const;
export type RelationSource = (typeof relationSources)[number];

/** What was said of two images: they show the same, they do not, or nobody can tell. */
export const relationValue = { same: 1, different: -1, unsure: 0 } as const;
export type Relation = keyof typeof relationValue;

/**
 * What was said of pairs of rows, in the order in which it was said, as parallel arrays. A later statement on the same two
 * rows takes the place of an earlier one of the same kind of source.
 */
export interface Statements {
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** A number of `relationValue`. */
  readonly relation: Int8Array;
  /** A number of `relationSources`. */
  readonly source: Uint8Array;
}
