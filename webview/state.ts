import { unpackPaths } from '../src/protocol/packedPaths.ts';
import type {
  AnnotationPatch,
  Banner,
  PanelAdvice,
  PanelBatch,
  PanelChoices,
  PanelJob,
  PanelPredictions,
  PanelState,
  PanelStrategy,
} from '../src/protocol/panel.ts';
import { type Annotation, Annotations, isDecided } from './annotations.ts';

export const filters = ['batch', 'all', 'unlabeled'] as const;
export type Filter = (typeof filters)[number];

/** What can stand open over the images. */
export type Overlay = 'help' | 'strategy' | 'constraints';

/** An act the host has not answered yet: shown at once, taken back if it could not be saved. */
interface Pending {
  readonly id: number;
  readonly changes: ReadonlyMap<string, Annotation>;
}

/** All that the page shows. Replaced, never changed. */
export interface State {
  /** False until the host has told everything once. */
  readonly isLoaded: boolean;
  readonly folder: string;
  readonly name: string;
  readonly window: string;
  readonly paths: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly classes: readonly string[];
  readonly batch: PanelBatch | null;
  readonly predictions: PanelPredictions | null;
  /** The predicted class that a person has turned down, by path: it is not offered for that image again. */
  readonly rejected: ReadonlyMap<string, string>;
  readonly strategies: readonly PanelStrategy[];
  readonly choices: PanelChoices;
  readonly advice: PanelAdvice | null;
  readonly job: PanelJob | null;
  readonly unreadable: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  readonly banner: Banner | null;
  /** On disk, as the host tells it. */
  readonly saved: Annotations;
  readonly pending: readonly Pending[];
  readonly filter: Filter;
  /** Rows in the order shown. A list of unlabeled images stays as it was when it was asked for. */
  readonly shown: readonly number[];
  /** Place in `shown`; 0 while it is empty. */
  readonly cursor: number;
  /** The other end of a range of selected places; undefined = only the cursor. */
  readonly anchor: number | undefined;
  readonly isSingle: boolean;
  readonly overlay: Overlay | undefined;
  readonly cellSize: number;
  /** Said to everyone, screen readers too. */
  readonly status: string;
}

export const cellSizes = { smallest: 88, largest: 360, usual: 152 } as const;

export const initialState: State = {
  isLoaded: false,
  folder: '',
  name: '',
  window: '',
  paths: [],
  rowOf: new Map(),
  classes: [],
  batch: null,
  predictions: null,
  rejected: new Map(),
  strategies: [],
  choices: {
    selector: 'auto',
    batchSize: 0,
    excludeDuplicates: 'near',
    balance: 'none',
    maxPerGroup: 0,
    within: '',
  },
  advice: null,
  job: null,
  unreadable: new Map(),
  problems: [],
  banner: null,
  saved: Annotations.none,
  pending: [],
  filter: 'batch',
  shown: [],
  cursor: 0,
  anchor: undefined,
  isSingle: false,
  overlay: undefined,
  cellSize: cellSizes.usual,
  status: '',
};

export type Action =
  | { readonly type: 'changed'; readonly change: Partial<PanelState> }
  | { readonly type: 'annotations'; readonly patch: AnnotationPatch }
  | {
      readonly type: 'acted';
      readonly id: number;
      readonly changes: ReadonlyMap<string, Annotation>;
      /** Go on to the next image nothing is known of. */
      readonly advance: boolean;
    }
  /** Predicted classes are turned down, or (null) no longer; `advance` as for an act. */
  | {
      readonly type: 'rejected';
      readonly changes: ReadonlyMap<string, string | null>;
      readonly advance: boolean;
    }
  | { readonly type: 'answered'; readonly id: number }
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'move'; readonly by: number; readonly extend?: boolean }
  | { readonly type: 'goTo'; readonly place: number; readonly extend?: boolean }
  | { readonly type: 'goToPath'; readonly path: string }
  | { readonly type: 'nextUndecided'; readonly direction: 1 | -1 }
  | { readonly type: 'selectAll' }
  | { readonly type: 'clearSelection' }
  | { readonly type: 'filter'; readonly filter: Filter }
  | { readonly type: 'single'; readonly on: boolean }
  | { readonly type: 'overlay'; readonly open: Overlay | undefined }
  | { readonly type: 'cellSize'; readonly size: number }
  | { readonly type: 'status'; readonly text: string }
  | {
      readonly type: 'restored';
      readonly filter: Filter;
      readonly path: string;
      readonly cellSize: number;
      readonly rejected: ReadonlyMap<string, string>;
    };

/** The next state. Pure: the same state and action give the same result. */
export function update(state: State, action: Action): State {
  switch (action.type) {
    case 'changed':
      return changed(state, action.change);
    case 'annotations':
      return { ...state, saved: state.saved.patched(action.patch) };
    case 'acted': {
      const pending = [...state.pending, { id: action.id, changes: action.changes }];
      return advanced({ ...state, pending }, action.advance);
    }
    case 'rejected': {
      const rejected = new Map(state.rejected);
      for (const [path, name] of action.changes)
        if (name === null) rejected.delete(path);
        else rejected.set(path, name);
      return advanced({ ...state, rejected }, action.advance);
    }
    case 'answered':
      return { ...state, pending: state.pending.filter(({ id }) => id !== action.id) };
    case 'refused':
      return refused(state, action.id, action.message);
    case 'move':
      return goTo(state, state.cursor + action.by, action.extend);
    case 'goTo':
      return goTo(state, action.place, action.extend);
    case 'goToPath':
      return goToPath(state, action.path);
    case 'nextUndecided':
      return goTo(state, undecidedPlace(state, action.direction) ?? state.cursor);
    case 'selectAll':
      return { ...state, anchor: 0, cursor: Math.max(0, state.shown.length - 1), isSingle: false };
    case 'clearSelection':
      return { ...state, anchor: undefined };
    case 'filter':
      return filtered({ ...state, filter: action.filter, isSingle: false }, currentPath(state));
    case 'single':
      return { ...state, isSingle: action.on && state.shown.length > 0, anchor: undefined };
    case 'overlay':
      return { ...state, overlay: action.open };
    case 'cellSize':
      return { ...state, cellSize: Math.min(cellSizes.largest, Math.max(cellSizes.smallest, action.size)) };
    case 'status':
      return { ...state, status: action.text };
    case 'restored': {
      const { filter, cellSize, rejected, path } = action;
      return filtered({ ...state, filter, cellSize, rejected }, path);
    }
  }
}

/** What is known of a row: acts on their way count. */
export function annotationOf(state: State, row: number): Annotation {
  for (let i = state.pending.length - 1; i >= 0; i--) {
    const annotation = state.pending[i].changes.get(state.paths[row]);
    if (annotation !== undefined) return annotation;
  }
  return state.saved.get(row);
}

/** What a model makes of an image. */
export interface Prediction {
  readonly label: string;
  /** Probability of the label, 0 to 1. */
  readonly confidence: number;
  readonly isRejected: boolean;
}

/** What the model makes of a row; undefined for images that are decided, or of which it knows nothing. */
export function predictionOf(state: State, row: number): Prediction | undefined {
  const { predictions, paths, rejected } = state;
  const label = predictions?.names[predictions.classes[row] ?? -1];
  if (predictions === null || label === undefined || isDecided(annotationOf(state, row))) return undefined;
  const isRejected = rejected.get(paths[row]) === label;
  return { label, confidence: predictions.confidence[row], isRejected };
}

/** What a strategy is called. */
export function strategyTitle({ strategies }: Pick<State, 'strategies'>, id: string): string {
  return strategies.find((strategy) => strategy.id === id)?.title ?? id;
}

/** True while what is shown of a row is not on disk yet. */
export function isPending(state: State, path: string): boolean {
  return state.pending.some(({ changes }) => changes.has(path));
}

/** The path under the cursor; '' if nothing is shown. */
export function currentPath(state: State): string {
  return state.paths[state.shown[state.cursor]] ?? '';
}

/** Paths that a key acts on: the selected range, or the image under the cursor. */
export function selectedPaths(state: State): readonly string[] {
  const [from, to] = selectedRange(state);
  return state.shown.slice(from, to + 1).map((row) => state.paths[row]);
}

/** First and last selected place; [0, -1] if nothing is shown. */
export function selectedRange({ shown, cursor, anchor }: State): readonly [number, number] {
  if (shown.length === 0) return [0, -1];
  return anchor === undefined ? [cursor, cursor] : [Math.min(anchor, cursor), Math.max(anchor, cursor)];
}

function changed(state: State, change: Partial<PanelState>): State {
  const { images, unreadable, ...rest } = change;
  let next: State = { ...state, ...rest, isLoaded: true };
  if (unreadable)
    next = { ...next, unreadable: new Map(unreadable.map(({ path, reason }) => [path, reason])) };
  if (images) {
    const paths = unpackPaths(images);
    next = { ...next, paths, rowOf: new Map(paths.map((path, row) => [path, row])) };
  }
  const isNewBatch = change.batch !== undefined && (!state.isLoaded || change.batch?.id !== state.batch?.id);
  if (isNewBatch) {
    const atBatch = filtered({ ...next, filter: next.batch ? 'batch' : 'all' }, '');
    return { ...atBatch, cursor: undecidedPlace({ ...atBatch, cursor: -1 }, 1) ?? 0 };
  }
  return images ? filtered(next, currentPath(state)) : next;
}

function refused(state: State, id: number, message: string): State {
  const lost = state.pending.find((entry) => entry.id === id);
  const next: State = {
    ...state,
    pending: state.pending.filter((entry) => entry !== lost),
    banner: { kind: 'error', message },
    status: message,
  };
  const [path] = lost?.changes.keys() ?? [];
  return path === undefined ? next : goToPath(next, path);
}

/** The list of the filter, with the cursor on `path` if it is in it. */
function filtered(state: State, path: string): State {
  const shown = rowsOf(state);
  const place = shown.indexOf(state.rowOf.get(path) ?? -1);
  return { ...state, shown, cursor: Math.max(0, place), anchor: undefined };
}

function rowsOf(state: State): readonly number[] {
  const { filter, batch, rowOf, paths } = state;
  if (filter === 'batch')
    return (batch?.picks ?? []).flatMap(({ path }) => {
      const row = rowOf.get(path);
      return row === undefined ? [] : [row];
    });
  const rows = paths.map((_, row) => row);
  return filter === 'all' ? rows : rows.filter((row) => !isDecided(annotationOf(state, row)));
}

function goTo(state: State, place: number, extend = false): State {
  const cursor = Math.min(Math.max(0, place), Math.max(0, state.shown.length - 1));
  return { ...state, cursor, anchor: extend ? (state.anchor ?? state.cursor) : undefined };
}

/** To an image, wherever it is: if the list shown does not hold it, to the list of all images. */
function goToPath(state: State, path: string): State {
  const row = state.rowOf.get(path);
  if (row === undefined) return state;
  const place = state.shown.indexOf(row);
  return place >= 0 ? goTo(state, place) : filtered({ ...state, filter: 'all' }, path);
}

/** To the image after the selected ones that nothing is known of, if asked. */
function advanced(state: State, advance: boolean): State {
  return advance ? { ...state, cursor: placeAfter(state), anchor: undefined } : state;
}

/** After a decision: the next undecided place further on; the next place if there is none. */
function placeAfter(state: State): number {
  const [, last] = selectedRange(state);
  const from = { ...state, cursor: last };
  const next = undecidedPlace(from, 1);
  return next !== undefined && next > last ? next : Math.min(last + 1, Math.max(0, state.shown.length - 1));
}

/** The nearest undecided place in a direction, going round; undefined if there is none but the cursor's own. */
function undecidedPlace(state: State, direction: 1 | -1): number | undefined {
  const { shown, cursor } = state;
  for (let step = 1; step <= shown.length; step++) {
    const place = (cursor + direction * step + 2 * shown.length) % shown.length;
    if (place !== cursor && !isDecided(annotationOf(state, shown[place]))) return place;
  }
  return undefined;
}
