/** What every batch must keep to, whatever strategy chooses it. */
export interface Constraints {
  /** Copies of labeled or chosen images that are never chosen: almost equal pictures too, equal files only, or none left out. */
  readonly excludeDuplicates: 'near' | 'exact' | 'none';
  /** Spread the batch evenly over the predicted classes, or over the folders at the top of the pool. */
  readonly balance: 'none' | 'class' | 'folder';
  /** Most picks of one group: a cluster where the person gave clusters, else a folder. 0: no limit. */
  readonly maxPerGroup: number;
}

export const noConstraints: Constraints = { excludeDuplicates: 'none', balance: 'none', maxPerGroup: 0 };

/** What the constraints of a round did. */
export interface ConstraintReport extends Constraints {
  /** Candidates that could not be chosen. */
  readonly leftOut: {
    readonly copiesOfLabeled: number;
    readonly copiesOfPicked: number;
  };
  /** Picks of the strategy that gave way to others. */
  readonly replaced: number;
}

/** The report of a round in which nothing could be chosen. */
export function nothingDone(constraints: Constraints): ConstraintReport {
  return { ...constraints, leftOut: { copiesOfLabeled: 0, copiesOfPicked: 0 }, replaced: 0 };
}

/** What constraints must know of the images themselves, beyond the pool. Row i is the same image everywhere. */
export interface ImageFacts {
  /** A number per row, equal for equal files. Absent: rows with equal embeddings count as equal files. */
  readonly contents?: Int32Array;
  /** Perceptual hashes (64 bits) of the named rows; rows whose picture cannot be read are missing. Absent: no pictures. */
  readonly perceptualHashes?: (rows: Int32Array) => Promise<ReadonlyMap<number, bigint>>;
  /** Number per row of its folder, and of the folder at the top of the pool that it lies in. */
  readonly folders?: Int32Array;
  readonly topFolders?: Int32Array;
}
