import type { ConstraintReport } from '../core/constraints/constraints.ts';
import type { HeadChoice } from '../core/model/head.ts';
import type { ParameterCurve } from '../core/selectors/selector.ts';
import type { Imports } from '../core/types.ts';
import type { ChangedPaths } from './changedPaths.ts';
import type { DatasetRelations, RelationAct } from './relations/types.ts';

/** One image file of a dataset. `path` is its name in labels.csv (ARCHITECTURE 4.1); the pool has the order of `path` by UTF-8 bytes. */
export interface ImageFile {
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Where the files of a dataset lie; all absolute. */
export interface DatasetPaths {
  /** The image folder the person opened. */
  readonly folder: string;
  /** The folder that holds labels.csv; paths in it are relative to this. */
  readonly home: string;
  readonly labels: string;
  readonly relations: string;
  readonly history: string;
  readonly batches: string;
  readonly cache: string;
}

/** What is known of one path. No entry = nothing. */
export interface Annotation {
  /** '' = no label. */
  readonly label: string;
  readonly skipped: boolean;
  readonly flagged: boolean;
  /** '' = a person. */
  readonly source: '' | 'relation' | 'import' | 'rule';
}

/** One decision about one image, about relations or about the class list. `label: ''` takes a label away. */
export type Act =
  | {
      readonly kind: 'label';
      readonly path: string;
      readonly label: string;
      readonly source?: Annotation['source'];
    }
  | { readonly kind: 'skip'; readonly path: string; readonly on: boolean }
  | { readonly kind: 'flag'; readonly path: string; readonly on: boolean }
  /** A finding of the review, by its id, counts no longer, or again. */
  | { readonly kind: 'ignore'; readonly finding: string; readonly on: boolean }
  | RelationAct
  | { readonly kind: 'class-add'; readonly name: string }
  | { readonly kind: 'class-rename'; readonly name: string; readonly to: string }
  /** All images of a class get the class `into`, and the class is no more. */
  | { readonly kind: 'class-merge'; readonly name: string; readonly into: string }
  /** Takes away a class that no image has. */
  | { readonly kind: 'class-remove'; readonly name: string }
  /** The classes named come first, in this order. */
  | { readonly kind: 'class-order'; readonly names: readonly string[] }
  /** A color of the palette, 0 to 9; null = the one it has by default. */
  | { readonly kind: 'class-color'; readonly name: string; readonly color: number | null }
  /** A key of its own, one character; '' = only the digit of its place, if it has one. */
  | { readonly kind: 'class-key'; readonly name: string; readonly key: string };

/** A class and how it looks. */
export interface ClassEntry {
  readonly name: string;
  /** Number of its color by default; it stays when the order changes. */
  readonly slot: number;
  /** The color a person chose (0 to 9), or null. */
  readonly color: number | null;
  /** The key a person chose, or ''. */
  readonly key: string;
}

/** One undo unit in short. */
export interface RecentAct {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** What all its acts are (classes added on the way do not count). */
  readonly kind: Act['kind'] | 'several';
  /** Whether a skip or a flag was set; false = taken away. */
  readonly on: boolean;
  /** How many images it is about, and the first of them ('' = none). */
  readonly count: number;
  readonly path: string;
  /** The labels given (at most three; '' = taken away), or the class, with what it became. */
  readonly names: readonly string[];
  /** Of how many images answers said what; only where all its acts are answers. */
  readonly said?: { readonly same: number; readonly different: number; readonly unsure: number };
}

/** Something a person should know about the files of the dataset; never fatal. */
export interface Problem {
  readonly kind:
    | 'duplicate-row'
    | 'missing-image'
    | 'bad-row'
    | 'bad-class'
    | 'bad-relation'
    | 'tied-label'
    | 'conflict'
    | 'renamed'
    | 'torn-journal'
    | 'labels-restored'
    | 'history-replaced'
    | 'not-saved'
    | 'bad-batch'
    | 'unreadable-folder'
    | 'symlink-loop';
  /** One sentence that names the file and the way out. */
  readonly message: string;
  readonly path?: string;
  /** 1-based line of labels.csv, relations.jsonl or history.jsonl. */
  readonly line?: number;
}

/** What undo or redo did: the paths that changed and a sentence for the status line; `undefined` = nothing to take back. */
export interface UndoResult {
  /** `classes`: a change of the class list, which may have given many images another label. */
  readonly about: 'images' | 'classes' | 'findings' | 'relations';
  readonly paths: readonly string[];
  readonly message: string;
}

export interface BatchPick {
  readonly index: number;
  readonly path: string;
  readonly score: number;
  readonly reason: unknown;
}

/** Manifest of a query batch (ARCHITECTURE 4.5): all that is needed to choose it again. */
export interface BatchManifest {
  readonly id: string;
  readonly time: string;
  readonly version: string;
  readonly selector: string;
  readonly chosen?: { readonly selector: string; readonly why: string };
  readonly parameters: Readonly<Record<string, number | boolean | string>>;
  readonly seed: number;
  readonly budget: number;
  /** These four are absent from manifests of version 0.1. */
  readonly head?: HeadChoice;
  readonly totalBudget?: number;
  readonly constraints?: ConstraintReport;
  readonly imports?: Imports;
  /** What distances were measured in; absent: embeddings. */
  readonly features?: 'relations';
  readonly shortfall: number;
  readonly notes: readonly string[];
  /** How a parameter was chosen by the data, where it was. */
  readonly curve?: ParameterCurve;
  readonly encoder: { readonly key: string; readonly name: string; readonly dimensions: number } | null;
  /** sha256 of the inputs. */
  readonly inputs: {
    readonly embeddings: string;
    readonly labels: string;
    readonly pool: string;
    readonly predictions?: string;
    readonly scores?: string;
    /** Where distances were those of features learned from relations. */
    readonly relations?: string;
  };
  /** `clusters`: where version 0.1 named them. */
  readonly source: { readonly clusters?: string } & (
    | {
        readonly kind: 'folder';
        readonly encoder: { readonly model: string; readonly description?: string };
      }
    | { readonly kind: 'file'; readonly embeddings: string; readonly names?: string }
  );
  readonly poolSize: number;
  readonly classes: readonly string[];
  /** The labeled rows themselves: pool row, its path and class number, and where nobody gave the label, where it is from. */
  readonly labeled: readonly {
    readonly index: number;
    readonly path: string;
    readonly class: number;
    readonly source?: 'relation';
  }[];
  /** Pool rows that could not be picked though unlabeled. */
  readonly excluded: readonly number[];
  readonly picks: readonly BatchPick[];
}

export interface DatasetOptions {
  readonly folder: string;
  readonly labelsFile: string;
  readonly cacheFolder: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly respectGitignore: boolean;
  readonly annotator: string;
  /** Names the window, so that its undo survives a reload; keep one per editor tab. Left out: a new one each time. */
  readonly window?: string;
}

/**
 * An image folder and its labels, opened. All methods that write resolve only when the act is on disk
 * (journal line written and fsynced); labels.csv follows, debounced, and on `flush` and `close`.
 */
export interface Dataset {
  readonly paths: DatasetPaths;
  /** Pool order. Replaced, never mutated, by `scan`. */
  readonly images: readonly ImageFile[];
  /** One of them, at no cost where nobody has asked for all yet. */
  image(path: string): ImageFile | undefined;
  /** Row of each path in `images`; replaced with it. */
  readonly rows: ReadonlyMap<string, number>;
  /** By path, labels that follow from relations included; also paths whose image is missing. */
  readonly annotations: ReadonlyMap<string, Annotation>;
  /** How many paths carry each label; labels that none carries are absent. */
  readonly counts: ReadonlyMap<string, number>;
  /** Findings of the review that were ignored, by their ids. */
  readonly ignored: ReadonlySet<string>;
  /** What was said of which images show the same, and what follows from it. */
  readonly relations: DatasetRelations;
  /** Which annotations changed, for readers that keep a mark. */
  readonly changes: Pick<ChangedPaths, 'mark' | 'since'>;
  /** In key order. */
  readonly classes: readonly string[];
  /** The same classes with color and key. */
  readonly classEntries: readonly ClassEntry[];
  /** The last ten undo units of this window that are not taken back, the newest first. */
  readonly recent: readonly RecentAct[];
  /** The last batch selected here, oldest pick first; empty if none. */
  readonly batch: BatchManifest | undefined;
  /** The same list as long as there is nothing else to tell. */
  readonly problems: readonly Problem[];
  /** Lists the images again. True if the list changed. `hashes` (path -> content hash) lets renames be seen. */
  scan(options?: {
    readonly signal?: AbortSignal;
    readonly hashes?: ReadonlyMap<string, string>;
  }): Promise<boolean>;
  /** One undo unit: all acts in one journal line. Rejects without any effect if one of them is not possible. */
  act(acts: readonly Act[]): Promise<void>;
  undo(): Promise<UndoResult | undefined>;
  redo(): Promise<UndoResult | undefined>;
  /** The images that one of the `recent` acts is about; none if it is not recent any more. */
  recentPaths(id: string): readonly string[];
  /** Writes the manifest, journals it, and makes it the current batch. */
  addBatch(manifest: Omit<BatchManifest, 'id' | 'time'>): Promise<BatchManifest>;
  /** Folds in what others wrote to history.jsonl or labels.csv. True if anything changed. */
  refresh(): Promise<boolean>;
  /** Resolves when labels.csv holds everything acknowledged so far. */
  flush(): Promise<void>;
  /** Called after every change of images, annotations, classes, batch or problems. Returns the way to stop. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}
