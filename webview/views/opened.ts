import type { ViewName } from '../../src/protocol/panel.ts';
import { failed } from '../actions/page.ts';
import type { KeyAction } from '../keys.ts';
import type { State } from '../state/state.ts';
import { viewEntry } from './registry.ts';
import { loadStyle } from './style.ts';
import type { View, ViewPage } from './view.ts';

/** The views that have been opened, and which of them is shown. */
export class OpenedViews {
  readonly #page: ViewPage;
  readonly #views = new Map<ViewName, View>();
  readonly #loading = new Set<ViewName>();
  #shown: View | undefined;

  constructor(page: ViewPage) {
    this.#page = page;
  }

  /** What stands where the images would be; undefined = the images. Loads the view if it was never opened. */
  element({ view }: State): HTMLElement | undefined {
    const opened = this.#views.get(view);
    if (opened === undefined && view !== 'batch') void this.#load(view);
    if (opened !== this.#shown) {
      this.#shown?.shown?.(false);
      this.#shown = opened;
      opened?.shown?.(true);
    }
    return opened?.element;
  }

  /** To be called once the element is on the page. */
  show(state: State): void {
    this.#shown?.show(state);
  }

  /** Whether the key meant something in the view that is shown. */
  key(action: KeyAction): boolean {
    return this.#shown?.key?.(action) ?? false;
  }

  /** Whether the view that is shown has labeled something of its own. */
  label(name: string): boolean {
    return this.#shown?.label?.(name) ?? false;
  }

  /** False: no view is shown that could take the focus. */
  focus(): boolean {
    this.#shown?.focus();
    return this.#shown !== undefined;
  }

  async #load(name: ViewName): Promise<void> {
    const entry = viewEntry(name);
    if (entry === undefined || this.#loading.has(name)) return;
    this.#loading.add(name);
    try {
      const [{ default: create }] = await Promise.all([entry.load(), loadStyle(`${name}.css`)]);
      this.#views.set(name, create(this.#page));
      // Drawn again, now that there is something to draw.
      this.#page.dispatch({ type: 'view', view: this.#page.state().view });
      if (this.#page.state().view === name) this.#page.actions.focusView();
    } catch (error) {
      failed(this.#page)(error);
      this.#page.dispatch({ type: 'view', view: 'batch' });
    } finally {
      this.#loading.delete(name);
    }
  }
}
