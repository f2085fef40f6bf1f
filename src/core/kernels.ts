import type { InferenceGraph, TrainingGraph } from './autograd/graphs.ts';
import type { ParameterValues } from './autograd/recorder.ts';
import type { Matrix } from './types.ts';

/**
 * A matrix with what distances between its rows need (`measurePoints`), so that it is not measured again in every call.
 * Valid only while the rows stay as they are. The kernels take it wherever they take a matrix `X`.
 */
export interface Points extends Matrix {
  /** D column means. */
  readonly center: Float32Array;
  /** N squared distances of the rows to the center. */
  readonly squaredNorms: Float32Array;
}

/** The k nearest rows for each of N query rows, nearest first, ties to the lowest row. */
export interface Neighbors {
  readonly k: number;
  /** N x k row numbers; -1 where fewer than k rows exist. */
  readonly indices: Int32Array;
  /** N x k squared Euclidean distances, never negative, exactly 0 for identical rows; +Infinity beside a -1. */
  readonly distances: Float32Array;
}

export interface KernelOptions {
  readonly signal?: AbortSignal;
  /** Called between blocks with the share done, 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** How strongly a candidate would improve the coverage of each row (generalised coverage, arXiv 2407.12212). */
export interface GainTerms {
  /** N weights of the rows of X. */
  readonly weight: Float32Array;
  /** N similarities to the best row chosen so far (0 if none). */
  readonly best: Float32Array;
  /** N similarities, 1 at most, that a row cannot pass: a higher one counts as this. Default: 1. */
  readonly limit?: Float32Array;
  /** Width of the kernel k(a, b) = exp(-(|a - b| / sigma)^2). */
  readonly sigma: number;
}

/** Balls around candidates, and how much each row in them counts. */
export interface BallTerms {
  /** N weights of the rows of X. */
  readonly weight: Float32Array;
  /** A row is in the ball if it is nearer than this. */
  readonly radius: number;
}

/** Numbers for the inputs of a graph, by name. */
export type Batch = Readonly<Record<string, Float32Array>>;

export interface TrainingOptions extends KernelOptions {
  readonly steps: number;
  /** What step `step` (from 0) learns from. The arrays are read until the next batch is asked for. */
  readonly batch: (step: number) => Batch | Promise<Batch>;
  /** Learning rate of step `step`. */
  readonly rate: (step: number) => number;
  /** Told after each step; 'stop' ends the training there. */
  readonly watch?: (step: number, loss: number) => 'stop' | undefined;
}

export interface Training {
  /** Parameters and running statistics after the last step. */
  readonly parameters: ParameterValues;
  /** The loss before each step. */
  readonly losses: Float32Array;
}

/**
 * The only door to heavy numbers. All matrices are float32 and row-major; every method is asynchronous and
 * cancellable (rejects with the `cancelled` error within 300 ms) and leaves its inputs unchanged unless it says so.
 * Distances that decide something near zero are computed again in float64 (ARCHITECTURE, Precision).
 */
export interface Kernels {
  /**
   * The k nearest rows of `C` (M x D) for each row of `X` (N x D). `excludeSelf`: X and C are the same rows; skip i for i.
   * Where C is X itself (the same numbers, not a copy), each pair of rows is compared but once.
   */
  nearest(
    X: Matrix | Points,
    C: Matrix,
    k: number,
    options?: KernelOptions & { readonly excludeSelf?: boolean },
  ): Promise<Neighbors>;
  /** In place: minDistance[i] <- min(minDistance[i], min_c |x_i - c|^2) over the rows c of `C` (M x D). */
  relax(minDistance: Float32Array, X: Matrix | Points, C: Matrix, options?: KernelOptions): Promise<void>;
  /**
   * For each row c of `C` (M x D): sum_n weight_n max(0, min(k(x_n, c), limit_n) - best_n). Returns M float64 gains. Where
   * C is X itself (the same numbers, not a copy), each pair of rows is compared but once.
   */
  gain(X: Matrix | Points, C: Matrix, terms: GainTerms, options?: KernelOptions): Promise<Float64Array>;
  /**
   * For each row c of `C` (M x D): the sum of weight_n over the rows with |x_n - c| < radius. Returns M float64 sums. A
   * distance that float32 cannot tell from the radius counts as either side; identical rows are always within. Where C is X
   * itself, each pair of rows is compared but once.
   */
  within(X: Matrix | Points, C: Matrix, terms: BallTerms, options?: KernelOptions): Promise<Float64Array>;
  /** X W + b: (N x D)(D x K) + K. */
  product(X: Matrix, W: Matrix, b?: Float32Array, options?: KernelOptions): Promise<Matrix>;
  /** A^T B: (N x D)^T (N x E) = D x E. */
  cross(A: Matrix, B: Matrix, options?: KernelOptions): Promise<Matrix>;
  /**
   * Runs the steps of a training graph from the given parameters (`initialValues`). Equal batches, rates and starting values
   * give bitwise equal results with equally many threads. A cancel is heard between two steps. Throws the error `bad-input`
   * when the loss is no longer a finite number.
   */
  train(graph: TrainingGraph, start: ParameterValues, options: TrainingOptions): Promise<Training>;
  /** Runs an inference graph on `batches` batches and returns each output of all of them, one after another. */
  infer(
    graph: InferenceGraph,
    batches: number,
    batch: (number: number) => Batch | Promise<Batch>,
    options?: KernelOptions,
  ): Promise<ReadonlyMap<string, Float32Array>>;
}
