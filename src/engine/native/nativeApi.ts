import type { Advice } from '../../core/advise/advice.ts';
import type { ClusterTask, ImageClusters } from '../../core/cluster/clusterImages.ts';
import type { BatchMeasures, GroundMeasures } from '../../core/compare/measures.ts';
import type { ConstraintReport, Constraints, ImageFacts } from '../../core/constraints/constraints.ts';
import type { Insights, InsightsRequest } from '../../core/insights/insights.ts';
import type { HeadChoice } from '../../core/model/head.ts';
import type { Predictions } from '../../core/model/predictions.ts';
import type { SessionPlan, SessionResult } from '../../core/relations/simulate/session.ts';
import type { Splits } from '../../core/review/check.ts';
import type { ReviewCheck } from '../../core/review/finding.ts';
import type { PictureMeasures, PictureOutlines } from '../../core/review/pictures.ts';
import type { Review } from '../../core/review/review.ts';
import type { ParameterValue, Selection } from '../../core/selectors/selector.ts';
import type { SimilarQuery, SimilarRows } from '../../core/similar/similar.ts';
import type { Protocol, Task, TaskResult } from '../../core/simulate/simulation.ts';
import type { PoolRelations, PredictResult } from '../../protocol/engine.ts';
import type { ProjectionFrame, ProjectRequest, ProjectResult } from '../../protocol/projection.ts';
import type { RelateRequest, RelateResult } from '../../protocol/relations.ts';
import { request } from '../../protocol/rpc.ts';
import type { Encoder } from '../encoder/encoder.ts';
import type { ModelPorts } from '../encoder/modelPorts.ts';

/** Where the rows of the pool lie: in our shards, or in one file. */
export type MatrixSource =
  | {
      readonly kind: 'shards';
      /** Changes whenever a row may: the matrix is kept while it stays the same. */
      readonly identity: string;
      readonly folder: string;
      readonly dimensions: number;
      /** Per pool row: number of its shard, and its row there; -1 = no embedding, the row stays zero. */
      readonly shards: Int32Array;
      readonly rows: Int32Array;
    }
  | {
      readonly kind: 'file';
      readonly identity: string;
      /** A .npy or .parquet. */
      readonly file: string;
      /** Rows of the pool. */
      readonly rows: number;
      /** Per pool row: the row of the file; -1 = none, the row stays zero. Absent: the same rows in the same order. */
      readonly order?: Int32Array;
    };

/** A pool as the native worker gets it. */
export interface PoolWork {
  /** Absent where no embeddings are needed. */
  readonly matrix: MatrixSource | undefined;
  readonly labels: Int32Array;
  /** The same without the labels that only follow from relations. */
  readonly given: Int32Array;
  readonly classCount: number;
  readonly excluded: Int32Array;
  readonly predictions: Predictions | undefined;
  readonly clusters: Int32Array | undefined;
  readonly scores: Float64Array | undefined;
  readonly head: HeadChoice;
  readonly totalBudget: number;
  /** What features are learned from beside the given labels, where distances are to be theirs. */
  readonly relations: PoolRelations | undefined;
}

export interface SelectWork extends PoolWork {
  readonly selector: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly seed: number;
  readonly constraints: Constraints;
  /** What the constraints must know of the images; the hashes of their pictures are asked for by the job's number. */
  readonly facts: Omit<ImageFacts, 'perceptualHashes'>;
  readonly pictures: number | undefined;
}

export interface SelectOutcome {
  readonly selection: Selection;
  readonly constraints: ConstraintReport;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** sha256 hex of the float32 matrix; of nothing where there is none. */
  readonly embeddings: string;
}

/** The pool that batches are measured in, and the work of each strategy as `select` would have it, on equal matrices or none. */
export interface CompareWork extends PoolWork {
  readonly selections: readonly SelectWork[];
}

/** A batch with what it is worth, and its seconds; or why its strategy could not run. */
export type ComparedOutcome =
  | {
      readonly kind: 'batch';
      readonly outcome: SelectOutcome;
      readonly measures: BatchMeasures;
      readonly seconds: number;
    }
  | { readonly kind: 'refused'; readonly message: string };

export interface CompareOutcome {
  readonly ground: GroundMeasures;
  /** In the order of the selections; as many as are done. */
  readonly batches: readonly ComparedOutcome[];
}

export interface AdviseWork extends PoolWork {
  readonly budget: number;
  readonly seed: number;
  /** Rows that were labeled when each earlier batch was chosen, oldest first. */
  readonly rounds: readonly Int32Array[];
}

export type InsightsWork = PoolWork & Pick<InsightsRequest, 'budget' | 'seed' | 'rounds'>;

/** The labels are the truth; excluded rows take no part. */
export interface SimulateWork extends PoolWork {
  readonly task: Task;
  readonly protocol: Protocol;
}

/** The labels are the truth. */
export interface RelationSessionWork extends PoolWork {
  readonly plan: SessionPlan;
  readonly split: Pick<Protocol, 'heldOut' | 'poolSize' | 'heldOutSize'>;
}

export interface ClusterWork extends PoolWork {
  readonly k: ClusterTask['k'];
  readonly seed: number;
  readonly within: Int32Array | undefined;
}

export interface SimilarWork extends PoolWork {
  readonly query: SimilarQuery;
}

/** The labels are those that were given. */
export interface RelateWork
  extends PoolWork,
    Pick<RelateRequest, 'statements' | 'count' | 'candidates' | 'seed' | 'eliminate'> {}

export type RelateOutcome = Omit<RelateResult, 'seconds'>;

/** A map of the pool; labels and excluded rows have no part in it. */
export interface ProjectWork
  extends PoolWork,
    Pick<ProjectRequest, 'method' | 'seed' | 'neighbors' | 'minDistance'> {
  /** Absolute folder that maps are kept in; undefined: nowhere. */
  readonly cache: string | undefined;
}

/** A map as far as it is. */
export interface ProjectionState extends Omit<ProjectResult, 'seconds'> {
  /** What it is gone on with by. */
  readonly id: string;
  /** What a person should know of what the images are laid out by; told when it is opened. */
  readonly note?: string;
}

export interface AdvanceWork {
  readonly id: string;
  readonly milliseconds: number;
}

export type PredictOutcome = Omit<PredictResult, 'classNames' | 'seconds'>;

export interface EncoderFacts {
  /** Columns of an embedding. */
  readonly dimensions: number;
  /** Images to send at once. */
  readonly batch: number;
  /** True if they are run one at a time all the same. */
  readonly isOneByOne: boolean;
}

export interface ReviewWork extends PoolWork {
  readonly checks: readonly ReviewCheck[];
  readonly seed: number;
  /** Path per row, and class names by number. */
  readonly names: readonly string[];
  readonly classes: readonly string[];
  /** 1 per row that takes no part. */
  readonly isLeftOut: Uint8Array;
  readonly splits: Splits | undefined;
  /** A number per row, equal for equal files, and bytes per row; absent where there are no files. */
  readonly contents?: Int32Array;
  readonly bytes?: Float64Array;
  /** The number by which the job asks for what its pictures show. */
  readonly pictures: number | undefined;
}

/** What the engine's main thread asks of its native worker, which owns the matrix and every onnxruntime session. */
export const NativeApi = {
  /** Loads and tries an encoder; kept under its key. */
  openEncoder: request<Omit<Encoder, 'notes'>, EncoderFacts>(),
  /** What the graph of an ONNX file takes and gives; runs nothing. */
  modelPorts: request<{ readonly file: string }, ModelPorts>(),
  /** n images (n x height x width x 3 bytes, RGB) by an opened encoder: n x D. */
  encode: request<{ readonly key: string; readonly pixels: Uint8Array }, Float32Array>(),
  select: request<SelectWork, SelectOutcome>(),
  /** Several strategies on one pool, one after another; told anew after each of them. */
  compare: request<CompareWork, CompareOutcome, CompareOutcome>(),
  predict: request<PoolWork, PredictOutcome>(),
  advise: request<AdviseWork, Advice>(),
  cluster: request<ClusterWork, ImageClusters>(),
  similar: request<SimilarWork, SimilarRows>(),
  relate: request<RelateWork, RelateOutcome>(),
  insights: request<InsightsWork, Insights, Insights>(),
  /** One strategy with one seed. */
  simulate: request<SimulateWork, TaskResult>(),
  simulateRelations: request<RelationSessionWork, SessionResult>(),
  review: request<ReviewWork, Review>(),
  /** A map up to its first epoch: the whole of it where it is in the cache, or has none. */
  openProjection: request<ProjectWork, ProjectionState, ProjectionFrame>(),
  /** Goes on with an opened map for so long; undefined: it was put aside for others. */
  advanceProjection: request<AdvanceWork, ProjectionState | undefined>(),
  /** Answers when nothing asked before is in work any more, cancelled or not. */
  settle: request<void, void>(),
} as const;

/** Rows of the pool of a job, by the number it was given. */
export interface PictureRows {
  readonly job: number;
  readonly rows: Int32Array;
}

/** What the native worker asks of the engine's main thread, which alone decodes images. */
export const PictureApi = {
  /** Perceptual hashes of rows of the pool of a job; rows whose picture cannot be read are missing. */
  perceptualHashes: request<PictureRows, ReadonlyMap<number, bigint>>(),
  /** What is measured of their pictures; the other rows have no numbers. */
  measures: request<PictureRows, PictureMeasures>(),
  outlines: request<PictureRows, PictureOutlines>(),
} as const;
