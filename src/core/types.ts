/** A dense float32 matrix, row-major: element (i, j) is `data[i * cols + j]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** How far a long job is. `done` and `total` count the same things (`unit`); `total` 0 = not known yet. */
export interface Progress {
  readonly phase: 'list' | 'read' | 'embed' | 'load' | 'train' | 'cluster' | 'select' | 'simulate' | 'write';
  readonly done: number;
  readonly total: number;
  /** Things per second, measured over the last few seconds. */
  readonly rate?: number;
  readonly secondsLeft?: number;
}

export type ReportProgress = (progress: Progress) => void;
