import type { ParameterValue, Selection } from '../../core/selectors/selector.ts';
import { request } from '../../protocol/rpc.ts';

/** Where the rows of the pool lie: in our shards, or in one file. */
export type MatrixSource =
  | {
      readonly kind: 'shards';
      readonly folder: string;
      readonly dimensions: number;
      /** Per pool row: number of its shard, and its row there; -1 = no embedding, the row stays zero. */
      readonly shards: Int32Array;
      readonly rows: Int32Array;
    }
  | { readonly kind: 'npy'; readonly file: string; readonly rows: number };

export interface SelectWork {
  /** Absent where the selector needs no embeddings. */
  readonly matrix: MatrixSource | undefined;
  readonly size: number;
  readonly labels: Int32Array;
  readonly classCount: number;
  readonly excluded: Int32Array;
  readonly clusters: Int32Array | undefined;
  readonly selector: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly seed: number;
}

export interface SelectOutcome {
  readonly selection: Selection;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** sha256 hex of the float32 matrix; of nothing where there is none. */
  readonly embeddings: string;
}

/** What the engine's main thread asks of its native worker, which owns the matrix and every onnxruntime session. */
export const NativeApi = {
  select: request<SelectWork, SelectOutcome>(),
} as const;
