/** A dense float32 matrix, row-major: element (i, j) is `data[i * cols + j]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** How far a long job is. `done` and `total` count the same things (`unit`); `total` 0 = not known yet. */
export interface Progress {
  readonly phase:
    | 'list'
    | 'read'
    | 'embed'
    | 'load'
    | 'train'
    | 'cluster'
    | 'select'
    | 'simulate'
    | 'layout'
    | 'compare'
    | 'write'
    | 'download';
  readonly done: number;
  readonly total: number;
  /** Things per second, measured over the last few seconds. */
  readonly rate?: number;
  readonly secondsLeft?: number;
}

export type ReportProgress = (progress: Progress) => void;

/** A file that the person's own code made, with one row per image. */
export interface ImportedFile {
  /** Absolute path of a .csv, .parquet or .npy. */
  readonly file: string;
  /** Absolute path of a text file with one image name per row, for a .npy. Without it the rows are in pool order. */
  readonly names?: string;
}

/** What a person's own code can say of the images, in place of the built-in head or encoder. */
export const importKinds = ['predictions', 'embeddings', 'clusters', 'scores'] as const;
export type ImportKind = (typeof importKinds)[number];

/** The files that are used. */
export type Imports = Readonly<Partial<Record<ImportKind, ImportedFile>>>;
