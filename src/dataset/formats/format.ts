import type { ReportProgress } from '../../core/types.ts';
import type { Dataset, Problem } from '../types.ts';

export interface ImportedRow {
  /** As in labels.csv of the dataset. */
  readonly path: string;
  readonly label: string;
}

export interface ImportRequest {
  readonly dataset: Dataset;
  /** Absolute path of the file or folder to read. */
  readonly from: string;
  readonly signal?: AbortSignal;
}

export interface Imported {
  readonly rows: readonly ImportedRow[];
  /** Classes in the order of the source, also those without an image. */
  readonly classes: readonly string[];
  readonly problems: readonly Problem[];
}

export interface ExportRequest {
  readonly dataset: Dataset;
  /** Absolute path of the file or folder to write; it must not hold anything that would be overwritten. */
  readonly to: string;
  /** How image files get there, where the format holds them. */
  readonly images: 'copy' | 'hard-link' | 'symbolic-link';
  readonly signal?: AbortSignal;
  readonly progress?: ReportProgress;
}

export interface Exported {
  /** Labels written. */
  readonly count: number;
  readonly problems: readonly Problem[];
}

/** A way in which others keep labels. Exporting and importing again gives the same labels. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** Reads labels; writes nothing. Rejects with a `UserError` if the source cannot be read at all. */
  import?(request: ImportRequest): Promise<Imported>;
  /** Writes the labels of the dataset. Never overwrites a file. */
  export?(request: ExportRequest): Promise<Exported>;
}
