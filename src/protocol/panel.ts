import type { Advice } from '../core/advise/advice.ts';
import type { Estimate } from '../core/model/predictions.ts';
import type { Reason } from '../core/selectors/selector.ts';
import type { Settings } from '../core/settings.ts';
import type { Progress } from '../core/types.ts';
import { ClusterPanelApi, type PanelSubset } from './clusterPanel.ts';
import { ComparePanelApi, type PanelComparison } from './comparePanel.ts';
import type { PredictResult, Unreadable } from './engine.ts';
import { InsightsPanelApi } from './insightsPanel.ts';
import type { KeyBindings } from './keys.ts';
import { MapPanelApi } from './mapPanel.ts';
import type { PackedPaths } from './packedPaths.ts';
import { type PanelRelations, type RelationAct, RelationsPanelApi } from './relationsPanel.ts';
import type { PanelReview, ReviewMarks } from './reviewPanel.ts';
import { event, request } from './rpc.ts';

/** Commands a person reaches through a button of the panel; the host runs `nextBatch.<name>` on the panel's folder. */
export const panelCommands = [
  'openImageFolder',
  'selectNextBatch',
  'adviseStrategy',
  'cancelRunningJob',
  'chooseEncoder',
  'embedFolder',
  'reviewDataset',
  'copyTrainingLoader',
  'showLog',
  'openSettings',
] as const;
export type PanelCommand = (typeof panelCommands)[number];

/** One decision about images (by path) or about the class list. `label: ''` takes the labels away. */
export type PanelAct =
  | { readonly kind: 'label'; readonly paths: readonly string[]; readonly label: string }
  | { readonly kind: 'skip'; readonly paths: readonly string[]; readonly on: boolean }
  | { readonly kind: 'flag'; readonly paths: readonly string[]; readonly on: boolean }
  /** Findings of the review, by their ids, count no longer, or again. */
  | { readonly kind: 'ignore'; readonly findings: readonly string[]; readonly on: boolean }
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
  /** A key of its own, one character; '' = only the digit of its place. */
  | { readonly kind: 'class-key'; readonly name: string; readonly key: string };

/** A class as it is shown. */
export interface PanelClass {
  readonly name: string;
  /** Number of its color: 0 to 9 in the palette, 10 to 19 the same ones ringed, and so on round. */
  readonly color: number;
  /** Whether a person chose that color. */
  readonly isOwnColor: boolean;
  /** The key that labels with it, as it is written: `1`, `⇧1` (with Shift), or a sign of its own; '' = none. */
  readonly key: string;
}

/** One of the last undo units. */
export interface PanelRecent {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** What all its acts are (classes added on the way do not count). */
  readonly kind: PanelAct['kind'] | 'retract' | 'eliminate' | 'several';
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

/** What undo or redo did; null = there was nothing to do. */
export type UndoAnswer = {
  /** `classes`: a change of the class list, which may have given many images another label. */
  readonly about: 'images' | 'classes' | 'findings' | 'relations';
  readonly paths: readonly string[];
  readonly message: string;
} | null;

/** What is known of one image, as parallel arrays: `rows[i]` has label `names[labels[i]]` (-1 = none) and `marks[i]`. Sent as typed arrays. */
export interface AnnotationPatch {
  /** True: rows that are not named have no annotation at all. */
  readonly complete: boolean;
  /** Rows of the image list sent last. */
  readonly rows: ArrayLike<number>;
  readonly names: readonly string[];
  readonly labels: ArrayLike<number>;
  /** Sum of the bits of `mark`. */
  readonly marks: ArrayLike<number>;
}

/** `implied`: the label follows from what was said of other images. */
export const mark = { skipped: 1, flagged: 2, implied: 4 } as const;

/** Why an image was picked: the selector's own reason, with the neighbour and the class named. */
export interface PanelReason extends Omit<Reason, 'nearestLabeled' | 'prediction'> {
  readonly nearest?: { readonly path: string; readonly distance: number };
  readonly prediction?: { readonly label: string; readonly confidence: number };
}

export interface PanelPick {
  readonly path: string;
  readonly score: number;
  readonly reason: PanelReason;
}

export interface PanelBatch {
  readonly id: string;
  /** The strategy that ran. */
  readonly selector: string;
  /** Why this strategy, in one sentence; '' when the person chose it. */
  readonly why: string;
  readonly notes: readonly string[];
  readonly picks: readonly PanelPick[];
}

/** What a model says of the images, as parallel arrays over the rows of the image list sent last. */
export interface PanelPredictions {
  /** Number in `names` of the likeliest class; -1 = nothing is known of the image. */
  readonly classes: Int32Array;
  /** Probability of that class, 0 to 1. */
  readonly confidence: Float32Array;
  readonly names: readonly string[];
  readonly head: PredictResult['head'];
  /** Who says so, as it stands in a sentence: "the built-in head (label spreading)", "predictions.csv". */
  readonly source: string;
  /** Why this model, in one sentence. */
  readonly why: string;
  /** Cross-validated on the labels, where there are enough. */
  readonly accuracy?: Estimate;
}

/** A strategy a person can choose. */
export interface PanelStrategy {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What it lacks in this folder, in a few words; '' = it can run. */
  readonly lacks: string;
}

/** How the next batch is chosen. All but `within` and `among` are settings. */
export interface PanelChoices
  extends Pick<Settings, 'selector' | 'batchSize' | 'excludeDuplicates' | 'balance' | 'maxPerGroup'> {
  /** Only images whose path matches this glob; '' = all. Kept as long as the panel is open. */
  readonly within: string;
  /** Only these images; null = all. Set by `chooseAmong`, and kept as long as the panel is open. */
  readonly among: PanelSubset | null;
}

/** Which strategy to use next and whether to go on, as it was advised when a person asked. */
export type PanelAdvice = Pick<Advice, 'phase' | 'selector' | 'why' | 'removal' | 'stop'>;

export interface PanelJob {
  readonly kind: 'embed' | 'select' | 'advise' | 'compare' | 'simulate' | 'replay' | 'review';
  readonly progress: Progress | null;
}

/** Something the person should read, with at most one way out. */
export interface Banner {
  readonly kind: 'error' | 'info';
  readonly message: string;
  readonly button?: { readonly title: string; readonly command: PanelCommand };
}

/** All that a panel shows, except annotations and thumbnails. */
export interface PanelState {
  /** Absolute; the page keeps it so that VS Code can open the panel again after a reload. */
  readonly folder: string;
  readonly name: string;
  /** Names this editor tab in the journal; kept like the folder, so that undo goes on after a reload. */
  readonly window: string;
  /** In pool order; row n of everything else is the n-th path. */
  readonly images: PackedPaths;
  /** Names what their embeddings come from: where it differs, a map shows something else. */
  readonly embeddings: string;
  /** In key order. */
  readonly classes: readonly PanelClass[];
  /** The keys of every action. */
  readonly keys: KeyBindings;
  /** The last ten acts of this panel that are not taken back, the newest first. */
  readonly recent: readonly PanelRecent[];
  readonly batch: PanelBatch | null;
  readonly predictions: PanelPredictions | null;
  /** In the order of the registry. */
  readonly strategies: readonly PanelStrategy[];
  readonly choices: PanelChoices;
  readonly advice: PanelAdvice | null;
  /** The batches that strategies would choose, as they were last compared. */
  readonly comparison: PanelComparison | null;
  readonly job: PanelJob | null;
  /** What the last review found; null = none was made since the folder was opened. */
  readonly review: PanelReview | null;
  readonly reviewMarks: ReviewMarks;
  /** Null until they were looked at. */
  readonly relations: PanelRelations | null;
  readonly unreadable: readonly Unreadable[];
  /** Sentences about the files of the dataset. */
  readonly problems: readonly string[];
  readonly banner: Banner | null;
}

/** The address of a picture the page may load, or why there is none. */
export type Picture =
  | {
      readonly kind: 'picture';
      readonly url: string;
      /** Of the image itself, upright, where the picture is a smaller one. */
      readonly size?: { readonly width: number; readonly height: number };
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The views of the panel, in the order of their tabs. */
export const viewNames = ['batch', 'map', 'relations', 'review', 'compare', 'insights'] as const;
export type ViewName = (typeof viewNames)[number];

/** An image that a person asked to see from outside the page. */
export interface Place {
  readonly path: string;
  /** Show the list of the batch, which has it; else whatever is shown, if that has it. */
  readonly inBatch: boolean;
}

/** What the contributed keys mean. */
export type Shortcut = 'undo' | 'redo' | 'select-all';

/**
 * What the page asks of the host, and what the host tells the page. The page speaks of images by path; the host
 * speaks of rows of the list it sent last, and everything it tells arrives in the order it was sent.
 */
export const PanelApi = {
  /** The page is there: everything is told from the start, then changes as they happen. */
  ready: request<null, void>(),
  /** One undo unit. Resolves when it is on disk (journal written and fsynced), after the changes were told. */
  act: request<readonly PanelAct[], void>(),
  undo: request<null, UndoAnswer>(),
  redo: request<null, UndoAnswer>(),
  /** The images that one of the `recent` acts is about. */
  recentPaths: request<string, readonly string[]>(),
  /** Small pictures of the images a person is looking at, in the order asked. */
  thumbnails: request<readonly string[], readonly Picture[]>(),
  /** The image itself, or a large picture of it where a browser cannot show the format or so many pixels. */
  original: request<string, Picture>(),
  run: request<PanelCommand, void>(),
  /** Changes how the next batch is chosen; settings are written where they belong. Rejects values out of range. */
  choose: request<Partial<PanelChoices>, void>(),
  /** Chooses the strategy that was advised, or only takes the advice away. */
  answerAdvice: request<'use' | 'dismiss', void>(),
  dismissBanner: request<null, void>(),
  ...ClusterPanelApi,
  ...ComparePanelApi,
  ...InsightsPanelApi,
  ...MapPanelApi,
  ...RelationsPanelApi,
  /** Whether a text field has the focus: contributed keys are off then. */
  typing: request<boolean, void>(),
  /** Whole new values of the parts that changed. */
  changed: event<Partial<PanelState>>(),
  annotations: event<AnnotationPatch>(),
  /** Undo or redo was asked for outside the page (the palette) and is done. */
  tookBack: event<UndoAnswer>(),
  /** Goes to an image. */
  reveal: event<Place>(),
  /** Goes to a view. */
  show: event<ViewName>(),
  /** A key that VS Code caught for the panel; the page leaves it alone while a text field has the focus. */
  shortcut: event<Shortcut>(),
} as const;
