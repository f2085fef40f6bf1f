import type { Advice } from '../core/advise/advice.ts';
import type { ConstraintReport, Constraints } from '../core/constraints/constraints.ts';
import type { Insights } from '../core/insights/insights.ts';
import type { Head, HeadChoice } from '../core/model/head.ts';
import type { Estimate } from '../core/model/predictions.ts';
import type { Statements } from '../core/relations/statements.ts';
import type { Selection } from '../core/selectors/selector.ts';
import type { Settings } from '../core/settings.ts';
import type { ImportedFile } from '../core/types.ts';
import type { ClusterRequest, ClusterResult } from './clusters.ts';
import type { CompareRequest, CompareResult } from './compare.ts';
import type {
  DescribeRequest,
  DownloadRequest,
  EncoderDraft,
  HubListing,
  HubOffer,
  TrialRequest,
  TrialResult,
  WriteDescriptionRequest,
} from './encoder.ts';
import type { InsightsRequest, InsightsResult } from './insights.ts';
import type { ProjectionFrame, ProjectRequest, ProjectResult } from './projection.ts';
import type { RelateRequest, RelateResult } from './relations.ts';
import type { ReviewRequest, ReviewResult } from './review.ts';
import { request } from './rpc.ts';
import type { SimilarRequest, SimilarResult } from './similar.ts';
import type { SimulateRequest, SimulateResult } from './simulate.ts';
import type { SimulateRelationsRequest, SimulateRelationsResult } from './simulateRelations.ts';

/** One image file as the shell listed it. `path` is its name in labels.csv, `file` where it lies. */
export interface ImageRef {
  readonly path: string;
  readonly file: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Which encoder: the built-in one, an ONNX file with a JSON description beside it (same name, .json) or named, a description that
 * names its ONNX file, a Hugging Face folder, or `pixels`: a random projection of the pixels, the floor that others are
 * compared with.
 */
export interface EncoderChoice {
  readonly model: 'builtin' | 'pixels' | (string & {});
  readonly description?: string;
  /** What runs it; absent: the CPU. One that does not work here is replaced by the CPU, and `EncoderInfo.notes` say so. */
  readonly provider?: ExecutionProvider;
}

export type ExecutionProvider = Settings['executionProvider'];

export interface FolderSource {
  readonly kind: 'folder';
  /** In pool order. */
  readonly images: readonly ImageRef[];
  readonly encoder: EncoderChoice;
  /** Absolute cache folder (`.next-batch/cache`). */
  readonly cache: string;
  /** The person's own, used in place of the encoder. */
  readonly embeddings?: ImportedFile;
}

export interface FileSource {
  readonly kind: 'file';
  /** Absolute path of an N x D .npy or .parquet. */
  readonly embeddings: string;
  /** Row names, N of them. */
  readonly names: readonly string[];
}

export interface EmbedRequest extends Omit<FolderSource, 'kind'> {
  readonly thumbnails: boolean;
}

export interface Unreadable {
  readonly path: string;
  /** One sentence. */
  readonly reason: string;
}

export interface EncoderInfo {
  /** Cache key: sha256 of the ONNX + canonical JSON + decode version. */
  readonly key: string;
  readonly name: string;
  readonly dimensions: number;
  readonly inputSize: readonly [width: number, height: number];
  /** What a person should know of it, one sentence each: that it runs one image at a time, or not where it was meant to. */
  readonly notes: readonly string[];
}

export interface EmbedResult {
  readonly encoder: EncoderInfo;
  /** Newly embedded in this call. */
  readonly embedded: number;
  /** Found in the cache. */
  readonly reused: number;
  readonly unreadable: readonly Unreadable[];
  /** Content hash per image (32 hex digits), '' where the file could not be read. */
  readonly hashes: readonly string[];
  readonly seconds: number;
}

/** A pool as a shell knows it: what every job on rows and labels is told. */
export interface PoolRequest {
  readonly source: FolderSource | FileSource;
  readonly classes: readonly string[];
  /** Class number per pool row, -1 = not labeled. */
  readonly labels: Int32Array;
  /** The same without the labels that only follow from relations. Absent: all were given. */
  readonly given?: Int32Array;
  /** Rows that may not be picked though unlabeled (skipped, filtered out, unreadable). */
  readonly excluded: Int32Array;
  /** The person's own, used in place of what the engine would work out. */
  readonly predictions?: ImportedFile;
  readonly clusters?: ImportedFile;
  readonly scores?: ImportedFile;
  /** Default `auto`. */
  readonly head?: HeadChoice;
  /** Labels the person means to give in all; default 0: not told. */
  readonly totalBudget?: number;
  /** Absent: distances are those of the embeddings; else of the features that these and the given labels teach. */
  readonly relations?: PoolRelations;
}

/** What was said of which images show the same. */
export interface PoolRelations {
  readonly statements: Statements;
  /** A component that is known to differ from all classes but one is of that one. */
  readonly eliminate: boolean;
}

export interface SelectRequest extends PoolRequest {
  readonly selector: string;
  /** As the person gave them: unchecked, may be incomplete. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly budget: number;
  readonly seed: number;
  /** Default: none. */
  readonly constraints?: Constraints;
}

export interface SelectResult extends Selection {
  /** The selector that ran (`auto` resolved is in `chosen`). */
  readonly selector: string;
  /** Complete and checked. */
  readonly parameters: Readonly<Record<string, number | boolean | string>>;
  readonly seed: number;
  readonly unreadable: readonly Unreadable[];
  readonly encoder: EncoderInfo | undefined;
  /** Class names by the numbers in the reasons: those of the request, then those that only imported predictions know. */
  readonly classes: readonly string[];
  readonly constraints: ConstraintReport;
  /** sha256 hex of what the choice depended on; of predictions and scores where they were imported, of relations where distances were theirs. */
  readonly inputs: {
    readonly embeddings: string;
    readonly labels: string;
    readonly pool: string;
    readonly predictions?: string;
    readonly scores?: string;
    readonly relations?: string;
  };
  readonly seconds: number;
}

export interface AdviseRequest extends PoolRequest {
  /** Images in the next batch. */
  readonly budget: number;
  readonly seed: number;
  /** Rows that were labeled when each earlier batch was chosen, ascending, oldest first: what the stop hint compares with. */
  readonly rounds?: readonly Int32Array[];
}

export interface AdviseResult extends Advice {
  readonly unreadable: readonly Unreadable[];
  readonly encoder: EncoderInfo | undefined;
  readonly seconds: number;
}

/** What the model expects of a pool now, without embedding anything. */
export type PredictRequest = PoolRequest;

export interface PredictResult {
  /** `own`: the person's own predictions. */
  readonly head: Head['kind'] | 'own';
  /** Who says so, as it stands in a sentence: "the built-in head (label spreading)". */
  readonly source: string;
  /** Why this head, in one sentence. */
  readonly why: string;
  readonly isCalibrated: boolean;
  /** Cross-validated on the labels; absent where there are too few. */
  readonly accuracy?: Estimate;
  /** Class names by number: those of the request, then those that only imported predictions know. */
  readonly classNames: readonly string[];
  /** The most probable class of each pool row; -1 = nothing is known of it (no embedding yet, unreadable). */
  readonly classes: Int32Array;
  /** Its probability, 0 to 1. */
  readonly confidence: Float32Array;
  readonly seconds: number;
}

export interface ThumbnailRequest {
  readonly images: readonly ImageRef[];
  readonly cache: string;
}

/** Per image: the thumbnail's file, or the image itself when it is small enough, or why it cannot be shown. */
export type Thumbnail =
  | { readonly kind: 'thumbnail'; readonly file: string }
  | { readonly kind: 'original' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ViewRequest {
  readonly image: ImageRef;
  readonly cache: string;
}

/**
 * How to show one image at full size: the file itself, or the file of a picture that a browser can show, or why it
 * cannot be shown. `width` x `height`: of the image itself, upright.
 */
export type View =
  | { readonly kind: 'original' }
  | { readonly kind: 'reduced'; readonly file: string; readonly width: number; readonly height: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface InspectImportRequest {
  readonly kind: 'predictions' | 'embeddings';
  readonly imported: ImportedFile;
  /** In pool order. */
  readonly images: readonly ImageRef[];
  readonly classes: readonly string[];
}

export interface InspectImportResult {
  /** Images that the file has a row for. */
  readonly matched: number;
  /** Those of the request, then those that only the file knows. */
  readonly classes: readonly string[];
  /** Sentences for the person who imports it. */
  readonly notes: readonly string[];
}

/** What a shell asks of the engine. Every call takes a signal and may report progress (rpc.ts). */
export const EngineApi = {
  /** Embeds what is not embedded yet. Resumable; the shards and thumbnails written so far stay. */
  embed: request<EmbedRequest, EmbedResult>(),
  /** Embeds what is missing if the source is a folder, then chooses a batch. */
  select: request<SelectRequest, SelectResult>(),
  /** Embeds what is missing if the source is a folder, then chooses with several strategies; told anew after each of them. */
  compare: request<CompareRequest, CompareResult, CompareResult>(),
  /** Predicts the class of every row that has an embedding; `needs-labels` below two classes. Embeds nothing. */
  predict: request<PredictRequest, PredictResult>(),
  /** Groups the rows that have an embedding, or a cluster of the person's own. Embeds nothing. */
  cluster: request<ClusterRequest, ClusterResult>(),
  /** The rows most like some and unlike others, among those that have an embedding. Embeds nothing but a `file`, which is not kept. */
  similar: request<SimilarRequest, SimilarResult>(),
  /** The most useful questions about which images show the same, and what predicts the answers. Embeds nothing. */
  relate: request<RelateRequest, RelateResult>(),
  /** Embeds what is missing if the source is a folder, then says which strategy fits and whether to go on. */
  advise: request<AdviseRequest, AdviseResult>(),
  /** How the labeling went, batch by batch; what is known is told as it grows. Embeds nothing. */
  insights: request<InsightsRequest, InsightsResult, Insights>(),
  /** Embeds what is missing if the source is a folder, then tries strategies on images whose classes are known. */
  simulate: request<SimulateRequest, SimulateResult>(),
  /** Sessions of questions about relations, on images whose classes are known. */
  simulateRelations: request<SimulateRelationsRequest, SimulateRelationsResult>(),
  /** Looks for what is wrong with a folder: labels, copies, pictures. Embeds nothing; decodes what was not measured yet. */
  review: request<ReviewRequest, ReviewResult>(),
  /**
   * Where the images lie on a map: told as it refines, of what is embedded already. Gives way to other jobs, and goes on where it
   * was after a cancel.
   */
  project: request<ProjectRequest, ProjectResult, ProjectionFrame>(),
  /** Ahead of any running job: thumbnails of the rows a person is looking at. Same order as asked. */
  thumbnails: request<ThumbnailRequest, readonly Thumbnail[]>(),
  /** Ahead of any running job: what to show of an image that a person looks at closely. */
  view: request<ViewRequest, View>(),
  /** Checks an encoder before it is used; rejects with `bad-encoder` and a named reason. */
  inspectEncoder: request<EncoderChoice, EncoderInfo>(),
  /** Reads a model and all that lies beside it, and asks what nothing of it says. Runs nothing. */
  describeEncoder: request<DescribeRequest, EncoderDraft>(),
  /** Writes a description beside its ONNX file, or elsewhere; gives what the setting `encoder` must be. Overwrites nothing. */
  writeDescription: request<WriteDescriptionRequest, string>(),
  /** Embeds up to 16 images of a folder and keeps nothing of it: what is alike, and how long the folder will take. */
  tryEncoder: request<TrialRequest, TrialResult>(),
  /** Models that can be downloaded by name, and which of them are in the folder that models are kept in. Asks nobody. */
  listModels: request<{ readonly folder: string }, readonly HubOffer[]>(),
  /** Asks the hub for size, licence and hashes of a model; opens a connection, so only when a person has asked for it. */
  lookUpModel: request<{ readonly id: string }, HubListing>(),
  /** Downloads what was looked up, goes on where it stopped, and checks it; gives the ONNX file. Only when a person has asked. */
  downloadModel: request<DownloadRequest, { readonly file: string }>(),
  /** Reads a file of the person's own before a folder uses it; rejects with what is wrong with it. */
  inspectImport: request<InspectImportRequest, InspectImportResult>(),
} as const;
