import type { ReportProgress } from '../../core/types.ts';
import type { Dataset, ImageFile, Problem } from '../types.ts';

export interface ImportedRow {
  /** As in labels.csv of the dataset. */
  readonly path: string;
  readonly label: string;
}

export interface ImportRequest {
  readonly dataset: Pick<Dataset, 'paths' | 'images'>;
  /** Absolute path of the file or folder to read. */
  readonly from: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Imported {
  /** Only images of the dataset. */
  readonly rows: readonly ImportedRow[];
  /** Classes in the order of the source, also those without an image. */
  readonly classes: readonly string[];
  readonly problems: readonly Problem[];
  /** Labels left out because their image is not in the dataset; said in a problem too. */
  readonly missing: number;
}

/** How a format is read. */
export interface Reader {
  /** What a person is asked for: a file with one of these endings (without a dot), or a folder. */
  readonly takes: 'folder' | readonly string[];
  /** Reads labels; writes nothing. Rejects with a `UserError` if the source cannot be read at all. */
  read(request: ImportRequest): Promise<Imported>;
}

/** Which side of a split an image is on; undefined where nothing is split. */
export type Side = 'train' | 'val' | undefined;

/** One label to write. */
export interface Sample {
  readonly image: ImageFile;
  readonly label: string;
  readonly flagged: boolean;
  /** Nobody gave it: it follows from relations. */
  readonly isImplied: boolean;
  readonly side: Side;
}

/** What every format is given to write. */
export interface Content {
  /** In pool order. */
  readonly samples: readonly Sample[];
  /** In key order, also those without an image. */
  readonly classes: readonly string[];
  /** The sides that are written; `[undefined]` where nothing is split. */
  readonly sides: readonly Side[];
  readonly dataset: Pick<Dataset, 'paths' | 'images'>;
  /** How image files get there, where the format holds them. */
  readonly images: ImageTransfer;
  /** To be called after each sample, or each stretch of them: counts `done`, and throws once the job is cancelled. */
  readonly step: (done: number) => void;
}

export const imageTransfers = ['copy', 'hard-link', 'symbolic-link'] as const;
export type ImageTransfer = (typeof imageTransfers)[number];

/** How a format is written. */
export interface Writer {
  /** A file with this ending, a folder, or a file that is a folder where there is a split. */
  readonly makes: 'file' | 'folder' | 'file, or folder when split';
  /** `.csv`; of the file that is made. */
  readonly extension?: string;
  /** The images themselves are written too, so it cannot lie among them. */
  readonly holdsImages: boolean;
  /** A file cannot hold the class list; it is written beside it as `<name>.classes.txt`. */
  readonly classesBeside?: true;
  /** Writes everything to `target`, a path where nothing is and which nobody sees until it is whole. */
  write(content: Content, target: string): Promise<Written>;
}

export interface Written {
  /** Samples that could not be written, which is said in the problems. */
  readonly leftOut: ReadonlySet<Sample>;
  readonly problems: readonly Problem[];
}

export const allWritten: Written = { leftOut: new Set(), problems: [] };

/** A way in which others keep labels. Exporting and importing again gives the same labels. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** What is written and who reads it, in one sentence for a person who chooses. */
  readonly detail: string;
  readonly import?: Reader;
  /** `exportLabels` is what calls it. */
  readonly export?: Writer;
}

export interface SplitRequest {
  /** `stratified`: each class keeps its proportion; `group`: the images of a folder stay on one side. */
  readonly by: (typeof splitRules)[number];
  /** Part of the labels that is held out, 0 to 1. */
  readonly fraction: number;
  readonly seed: number;
}

export const splitRules = ['stratified', 'group'] as const;

export interface ExportRequest {
  readonly dataset: Pick<Dataset, 'paths' | 'images' | 'annotations' | 'classes'>;
  /** Absolute path of the file or folder to write; nothing may be there but an empty folder. */
  readonly to: string;
  readonly images: ImageTransfer;
  readonly split?: SplitRequest;
  /** Leaves out labels that only follow from relations. Default false. */
  readonly onlyGiven?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: ReportProgress;
}

export interface Exported {
  /** Labels written. */
  readonly count: number;
  readonly classes: number;
  /** Labels on each side of a split. */
  readonly split?: { readonly train: number; readonly val: number };
  readonly problems: readonly Problem[];
}
