import type { ViewName } from '../../src/protocol/panel.ts';
import type { Actions } from '../actions/actions.ts';
import type { Thumbnails } from '../batch/thumbnails.ts';
import type { Host } from '../host.ts';
import type { KeyAction } from '../keys.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';

/** What a view works with. */
export interface ViewPage {
  readonly host: Host;
  readonly state: () => State;
  readonly dispatch: (action: Action) => void;
  readonly actions: Actions;
  readonly thumbnails: Pick<Thumbnails, 'get' | 'want' | 'arrivals'>;
}

/** A view beside the batch. Made when it is first opened, and kept. */
export interface View {
  /** Takes the place of the images while the view is shown. */
  readonly element: HTMLElement;
  /** The state changed or pictures arrived: at most once per frame, and only while the view is shown. */
  show(state: State): void;
  /** The view is shown from now on, or no longer. */
  shown?(isShown: boolean): void;
  /** What a key means here; false = what it means everywhere. */
  key?(action: KeyAction): boolean;
  /** Labels what the view has under its cursor; false = what is selected is labeled. */
  label?(name: string): boolean;
  focus(): void;
}

export type CreateView = (page: ViewPage) => View;

/** One entry of the registry. */
export interface ViewEntry {
  readonly name: Exclude<ViewName, 'batch'>;
  readonly title: string;
  /** The class palette stands beside it, for its images are labeled there. */
  readonly hasClasses: boolean;
  /** Loads its code; the file's default export makes it. */
  readonly load: () => Promise<{ readonly default: CreateView }>;
}
