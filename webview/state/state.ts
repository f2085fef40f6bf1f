import type { PanelComparison } from '../../src/protocol/comparePanel.ts';
import { defaultKeys, type KeyBindings } from '../../src/protocol/keys.ts';
import type {
  Banner,
  PanelAct,
  PanelAdvice,
  PanelBatch,
  PanelChoices,
  PanelClass,
  PanelJob,
  PanelPredictions,
  PanelRecent,
  PanelStrategy,
  ViewName,
} from '../../src/protocol/panel.ts';
import type { PanelRelations } from '../../src/protocol/relationsPanel.ts';
import { noMarks, type PanelReview, type ReviewMarks } from '../../src/protocol/reviewPanel.ts';
import { type Annotation, Annotations } from '../annotations.ts';
import type { ClassEdit } from './classEdit.ts';
import { type ClassQuery, noQuery } from './classQuery.ts';
import { type Filter, wholeBatch } from './filter.ts';
import type { Given } from './given.ts';
import type { Selection } from './selection.ts';

/** What can stand open over the images. */
export type Overlay = 'help' | 'strategy' | 'constraints' | 'filter';

/** An act the host has not answered yet: shown at once, taken back if it could not be saved. */
interface Pending {
  readonly id: number;
  readonly changes: ReadonlyMap<string, Annotation>;
}

/** A change of the class list the host has not answered yet. */
interface PendingClassAct {
  readonly id: number;
  readonly act: PanelAct;
}

/** All that the page shows. Replaced, never changed. */
export interface State {
  /** False until the host has told everything once. */
  readonly isLoaded: boolean;
  /** False until the host has told what is known of the images. */
  readonly isAnnotated: boolean;
  /** The batch is another one than the list was made for: somebody else has selected it. */
  readonly isBatchOffered: boolean;
  readonly folder: string;
  readonly name: string;
  readonly window: string;
  readonly paths: readonly string[];
  /** Names what their embeddings come from. */
  readonly embeddings: string;
  readonly rowOf: ReadonlyMap<string, number>;
  /** As the host told them, with the changes on their way that it has not answered yet. */
  readonly classes: readonly PanelClass[];
  readonly toldClasses: readonly PanelClass[];
  readonly classActs: readonly PendingClassAct[];
  readonly keys: KeyBindings;
  readonly recent: readonly PanelRecent[];
  readonly batch: PanelBatch | null;
  /** Rows of the picks whose image is still in the folder, in the order of the picks. */
  readonly batchRows: Int32Array;
  readonly predictions: PanelPredictions | null;
  /** The predicted class that a person has turned down, by path: it is not offered for that image again. */
  readonly rejected: ReadonlyMap<string, string>;
  readonly strategies: readonly PanelStrategy[];
  readonly choices: PanelChoices;
  readonly advice: PanelAdvice | null;
  readonly comparison: PanelComparison | null;
  readonly job: PanelJob | null;
  /** How many jobs have ended since the page was loaded: one may be over between two drawings. */
  readonly endedJobs: number;
  readonly review: PanelReview | null;
  readonly reviewMarks: ReviewMarks;
  readonly relations: PanelRelations | null;
  readonly unreadable: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  readonly banner: Banner | null;
  /** On disk, as the host tells it. */
  readonly saved: Annotations;
  readonly pending: readonly Pending[];
  readonly view: ViewName;
  /** How views are looked at, by their names, as each of them writes it. */
  readonly looks: Readonly<Record<string, unknown>>;
  readonly filter: Filter;
  /** Images that something other than a filter has found, listed by the filter `given`. */
  readonly given: Given | undefined;
  /** Rows in the order shown. A list stays as it was when it was asked for, whatever is decided about its images. */
  readonly shown: Int32Array;
  /** Place in `shown`; 0 while it is empty. */
  readonly cursor: number;
  /** Undefined = only the image under the cursor. */
  readonly selection: Selection | undefined;
  /** When the latest decisions were taken, in milliseconds. */
  readonly decisions: readonly number[];
  readonly isSingle: boolean;
  readonly overlay: Overlay | undefined;
  readonly classEdit: ClassEdit | undefined;
  readonly classQuery: ClassQuery;
  readonly cellSize: number;
  /** Said to everyone, screen readers too. */
  readonly status: string;
}

export const cellSizes = { smallest: 88, largest: 360, usual: 152 } as const;

export const initialState: State = {
  isLoaded: false,
  isAnnotated: false,
  isBatchOffered: false,
  folder: '',
  name: '',
  window: '',
  paths: [],
  embeddings: '',
  rowOf: new Map(),
  classes: [],
  toldClasses: [],
  classActs: [],
  keys: defaultKeys,
  recent: [],
  batch: null,
  batchRows: new Int32Array(0),
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
    among: null,
  },
  advice: null,
  comparison: null,
  job: null,
  endedJobs: 0,
  review: null,
  reviewMarks: noMarks,
  relations: null,
  unreadable: new Map(),
  problems: [],
  banner: null,
  saved: Annotations.none,
  pending: [],
  view: 'batch',
  looks: {},
  filter: wholeBatch,
  given: undefined,
  shown: new Int32Array(0),
  cursor: 0,
  selection: undefined,
  decisions: [],
  isSingle: false,
  overlay: undefined,
  classEdit: undefined,
  classQuery: noQuery,
  cellSize: cellSizes.usual,
  status: '',
};
