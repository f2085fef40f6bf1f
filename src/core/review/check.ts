import type { Kernels } from '../kernels.ts';
import type { OutOfSample } from '../model/head.ts';
import type { NeighborGraph } from '../model/neighborGraph.ts';
import type { Rng } from '../rng.ts';
import type { Matrix, ReportProgress } from '../types.ts';
import type { Copies } from './copies.ts';
import type { CheckReport, Finding, ReviewCheck } from './finding.ts';
import type { PictureMeasures, PictureOutlines } from './pictures.ts';

/** What a review looks at. Row i is the same image everywhere. */
export interface ReviewedPool {
  readonly size: number;
  /** Path of each image. */
  readonly names: readonly string[];
  readonly classes: readonly string[];
  /** Class number per row, -1 = not labeled. */
  readonly labels: Int32Array;
  /** The same without the labels that only follow from relations. Absent: all were given. */
  readonly given?: Int32Array;
  /** Rows that take part, ascending: those that were not left out. */
  readonly rows: Int32Array;
  /** size x D; a row of zeros has no embedding. Absent: nothing is embedded. */
  readonly embeddings?: Matrix;
  /** A number per row, equal for equal files. Absent: no files. */
  readonly contents?: Int32Array;
  /** Bytes per row. Absent: no files. */
  readonly bytes?: Float64Array;
  readonly splits?: Splits;
}

/** Which part of a data set each row belongs to. */
export interface Splits {
  /** Number of the split per row, -1 = none. */
  readonly of: Int32Array;
  readonly names: readonly string[];
}

/** What more a check may look at, each made when first asked and kept for the other checks. */
export interface ReviewContext {
  readonly kernels: Kernels;
  readonly rng: Rng;
  readonly signal: AbortSignal;
  readonly progress: ReportProgress;
  /** Lets messages through and throws `cancelled` if asked to stop. Await it at least every 50 ms of work. */
  readonly pause: () => Promise<void>;
  /** The neighbors of every embedded row. Throws where nothing is embedded. */
  readonly graph: () => Promise<NeighborGraph>;
  /** What the head says of each label that it has not seen; undefined where there are too few labels. */
  readonly outOfSample: () => Promise<OutOfSample | undefined>;
  /** Images that show the same. */
  readonly copies: () => Promise<Copies>;
  /** What was measured of the pictures. Absent: there are no pictures. */
  readonly measures?: () => Promise<PictureMeasures>;
  /** Small versions of some pictures. Absent: there are no pictures. */
  readonly outlines?: (rows: Int32Array) => Promise<PictureOutlines>;
}

/** A finding before it has its place in the report. `identity`: what its id is made of, if not of the paths of its rows. */
export type Found = Omit<Finding, 'check' | 'id'> & { readonly identity?: readonly string[] };

export interface Verdict {
  readonly findings: readonly Found[];
  /** What a person should know of the check as a whole, one sentence; '' = nothing. */
  readonly note: string;
  /** What is missing for it, as `note` says. */
  readonly isTooEarly?: boolean;
  readonly lacks?: CheckReport['lacks'];
}

/** What a check cannot work without: `labels` = of two classes at least, `neighbors` = not too many images to compare all. */
export type ReviewNeed = 'labels' | 'embeddings' | 'neighbors' | 'files' | 'pictures' | 'splits';

/** One thing to look for. One file defines it, one line of registry.ts lists it. */
export interface Check {
  readonly id: ReviewCheck;
  /** As a heading. */
  readonly title: string;
  /** What it finds, for a person choosing, in one sentence. */
  readonly summary: string;
  readonly needs: readonly ReviewNeed[];
  /** Deterministic for equal pool and seed; mutates nothing; findings do not depend on the order of the rows. */
  run(pool: ReviewedPool, ctx: ReviewContext): Promise<Verdict>;
}

/** A verdict that says what must be there first. */
export function tooEarly(note: string, lacks?: CheckReport['lacks']): Verdict {
  return { findings: [], note, isTooEarly: true, ...(lacks && { lacks }) };
}
