import { type ViewName, viewNames } from '../src/protocol/panel.ts';
import { keep, kept } from './host.ts';
import type { Action } from './state/action.ts';
import { everything, readFilter } from './state/filter.ts';
import { currentPath } from './state/selection.ts';
import { initialState, type State } from './state/state.ts';

/** The newest rejections: all that is kept is written anew each time. */
const keptRejections = 1000;
/** Writing is put off while a person is busy. */
const restMs = 400;

/** Keeps what is looked at, for a panel that is hidden or a window that is reloaded. */
export class Keeping {
  #state = initialState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    for (const type of ['pagehide', 'visibilitychange', 'blur'])
      window.addEventListener(type, () => this.#now());
  }

  /** This state is kept soon, and at once when the page goes; the folder as soon as it is known. */
  note(state: State): void {
    const { folder, window } = state;
    // A tab that is left at once is hidden without a word, and could not be opened again after a reload.
    if (folder !== '' && kept() === undefined) keep({ folder, window });
    if (!state.isAnnotated || this.#isAlike(state)) return;
    this.#state = state;
    this.#timer ??= setTimeout(() => this.#now(), restMs);
  }

  #isAlike(state: State): boolean {
    const { folder, view, looks, filter, shown, cursor, cellSize, isSingle, rejected } = this.#state;
    return (
      folder === state.folder &&
      view === state.view &&
      looks === state.looks &&
      filter === state.filter &&
      shown === state.shown &&
      cursor === state.cursor &&
      cellSize === state.cellSize &&
      isSingle === state.isSingle &&
      rejected === state.rejected
    );
  }

  #now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#state.isAnnotated) return;
    const { folder, window, view, looks, cellSize, isSingle, rejected } = this.#state;
    const { filter: now } = this.#state;
    // Found images are not kept: a list that is no longer known cannot be shown again.
    const filter = now.show.kind === 'given' ? everything : now;
    const path = currentPath(this.#state);
    const newest = [...rejected].slice(-keptRejections);
    keep({ folder, window, view, looks, filter, path, cellSize, isSingle, rejected: newest });
  }
}

/** What brings the page back to where it was, but in the view that was asked for; undefined if nothing was kept that says so. */
export function restoring(asked?: ViewName): Action | undefined {
  const all = kept();
  if (typeof all !== 'object' || all === null) return undefined;
  const { view, looks, filter, path, cellSize, isSingle, rejected } = all as Readonly<
    Record<string, unknown>
  >;
  const known = readFilter(filter);
  if (known === undefined) return undefined;
  return {
    type: 'restored',
    view: asked ?? viewNames.find((name) => name === view) ?? 'batch',
    looks: typeof looks === 'object' && looks !== null ? { ...looks } : {},
    filter: known,
    path: typeof path === 'string' ? path : '',
    cellSize: typeof cellSize === 'number' ? cellSize : initialState.cellSize,
    isSingle: isSingle === true,
    rejected: new Map(Array.isArray(rejected) ? rejected.filter(isPair) : []),
  };
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
