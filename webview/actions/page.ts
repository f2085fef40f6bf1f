import type { Host } from '../host.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';

/** What the actions need from the page. */
export interface Page {
  readonly host: Host;
  readonly state: () => State;
  readonly dispatch: (action: Action) => void;
  /** Columns of the grid and rows of one page. */
  readonly grid: () => { readonly columns: number; readonly rows: number };
  readonly findClass: () => void;
  /** A view labels what it has under its cursor; false = what is selected is to be labeled. */
  readonly labelInView: (name: string) => boolean;
  /** Draws what was dispatched now, not with the next frame: the focus is where it must be before the next key comes. */
  readonly draw: () => void;
  /** Lists all classes again, where typing has narrowed the list. */
  readonly showAllClasses: () => void;
  /** The focus goes to the row of a class in the palette. */
  readonly focusClass: (name: string) => void;
  /** Keys go to the images again, so that Space does not press the same button once more. */
  readonly focusImages: () => void;
  /** The single image. */
  readonly stage: {
    /** Larger (+1) or smaller (-1). */
    readonly zoom: (direction: 1 | -1) => void;
    /** Moves it by so many eighths of the stage. */
    readonly pan: (right: number, down: number) => void;
    /** To 100 %, or back to fit. */
    readonly toggleActualSize: () => void;
  };
}

/** Says a sentence to everyone, screen readers too. */
export function say({ dispatch }: Pick<Page, 'dispatch'>, text: string): void {
  dispatch({ type: 'status', text });
}

/** Shows why something a person asked for was not done. */
export function failed({ dispatch }: Pick<Page, 'dispatch'>): (error: unknown) => void {
  return (error) => {
    const banner = { kind: 'error', message: messageOf(error) } as const;
    dispatch({ type: 'changed', change: { banner } });
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
