import type { AnnotationPatch, PanelAct, PanelState, ViewName } from '../../src/protocol/panel.ts';
import type { Annotation } from '../annotations.ts';
import type { ClassEdit } from './classEdit.ts';
import type { ClassQuery } from './classQuery.ts';
import type { Filter } from './filter.ts';
import type { Given } from './given.ts';
import type { Overlay, State } from './state.ts';

/** What a move does with the selection: by default it ends; `extend` draws a range, `keep` leaves it. */
export type Moving = 'extend' | 'keep';

/** All that can happen to the state. */
export type Action =
  | { readonly type: 'changed'; readonly change: Partial<PanelState> }
  | { readonly type: 'annotations'; readonly patch: AnnotationPatch }
  | {
      readonly type: 'acted';
      readonly id: number;
      readonly changes: ReadonlyMap<string, Annotation>;
      /** Go on to the next image nothing is known of. */
      readonly advance: boolean;
      /** When a person decided it, in milliseconds. */
      readonly at?: number;
    }
  /** Predicted classes are turned down, or (null) no longer; `advance` as for an act. */
  | {
      readonly type: 'rejected';
      readonly changes: ReadonlyMap<string, string | null>;
      readonly advance: boolean;
    }
  | { readonly type: 'answered'; readonly id: number }
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'move'; readonly by: number; readonly how?: Moving }
  | { readonly type: 'goTo'; readonly place: number; readonly how?: Moving }
  /** An image joins what is selected, or leaves it; without a place, the one under the cursor. */
  | { readonly type: 'toggle'; readonly place?: number }
  | { readonly type: 'goToPath'; readonly path: string }
  /** Selects images, wherever they are. */
  | { readonly type: 'selectPaths'; readonly paths: readonly string[] }
  /** Selects rows, or adds them to what is selected, or takes them out of it. */
  | { readonly type: 'selectRows'; readonly rows: Int32Array; readonly how: 'replace' | 'add' | 'remove' }
  | { readonly type: 'view'; readonly view: ViewName }
  /** A view is looked at otherwise: kept as it is, so it must be plain data. */
  | { readonly type: 'looks'; readonly view: ViewName; readonly looks: unknown }
  /** Lists images in the grid that something other than a filter has found. */
  | { readonly type: 'give'; readonly given: Given }
  | { readonly type: 'nextUndecided'; readonly direction: 1 | -1 }
  | { readonly type: 'selectAll' }
  | { readonly type: 'clearSelection' }
  | { readonly type: 'filter'; readonly change: Partial<Filter> }
  | { readonly type: 'single'; readonly on: boolean }
  | { readonly type: 'overlay'; readonly open: Overlay | undefined }
  /** A change of the class list is on its way; it is answered, whatever the answer. */
  | { readonly type: 'classActed'; readonly id: number; readonly act: PanelAct }
  | { readonly type: 'classAnswered'; readonly id: number }
  | { readonly type: 'classEdit'; readonly edit: ClassEdit | undefined }
  | { readonly type: 'classQuery'; readonly query: ClassQuery }
  | { readonly type: 'cellSize'; readonly size: number }
  | { readonly type: 'status'; readonly text: string }
  | {
      readonly type: 'restored';
      readonly view: ViewName;
      readonly looks: State['looks'];
      readonly filter: Filter;
      readonly path: string;
      readonly cellSize: number;
      readonly isSingle: boolean;
      readonly rejected: ReadonlyMap<string, string>;
    };
