import { html, nothing, render, type TemplateResult } from 'lit-html';
import { failed, say } from '../actions/page.ts';
import { textButton } from '../controls.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import { wholeBatch } from '../state/filter.ts';
import type { State } from '../state/state.ts';
import type { CreateView, View, ViewPage } from '../views/view.ts';
import { chooser } from './chooser.ts';
import { firstChosen, toggled } from './chosen.ts';
import type { CompareMap } from './compareMap.ts';
import { comparisonCsv } from './csv.ts';
import { compareNotes } from './notes.ts';
import { strips } from './strips.ts';
import { compareTable } from './table.ts';
import { comparedTitle } from './titles.ts';

/** Keys that mean the same here as everywhere: no image is under the cursor that a key could label. */
const everywhere: ReadonlySet<KeyAction['do']> = new Set(['undo', 'escape', 'help']);

/** The batches of two to four strategies, side by side, before one label is spent. */
class CompareView implements View {
  readonly element = document.createElement('section');
  readonly #page: ViewPage;
  /** Undefined until a person changes what is compared. */
  #chosen: readonly string[] | undefined;
  #map: CompareMap | undefined;
  #isMapAsked = false;
  #isShown = false;

  constructor(page: ViewPage) {
    this.#page = page;
    this.element.className = 'view compare';
    this.element.tabIndex = -1;
    this.element.setAttribute('aria-label', t('Compare'));
  }

  show(state: State): void {
    if (state.comparison !== null) void this.#loadMap();
    const hovered = this.#map?.hovered;
    this.#page.thumbnails.want([...(hovered === undefined ? [] : [hovered]), ...wanted(state)]);
    render(this.#template(state), this.element);
    this.#map?.show(state);
  }

  shown(isShown: boolean): void {
    this.#isShown = isShown;
    if (!isShown) this.#map?.leave();
  }

  key({ do: what }: KeyAction): boolean {
    return !everywhere.has(what);
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  #template(state: State): TemplateResult {
    const { comparison } = state;
    const chosen = this.#chosen ?? firstChosen(state);
    return html`${chooser(state, chosen, {
      onToggle: (id) => {
        this.#chosen = toggled(chosen, id);
        this.show(this.#page.state());
      },
      onCompare: () => void this.#compare(chosen),
    })}
    ${comparison === null ? introduction() : this.#comparison(state)}`;
  }

  #comparison(state: State): TemplateResult | typeof nothing {
    const { comparison } = state;
    if (comparison === null) return nothing;
    return html`${comparison.stale === '' ? nothing : html`<p class="compare-stale" role="status">${comparison.stale}</p>`}
      <div class="compare-pictures">
        ${this.#map?.element ?? nothing}
        ${strips(state, {
          thumbnail: (path) => {
            const picture = this.#page.thumbnails.get(path);
            return picture?.kind === 'picture' ? picture.url : undefined;
          },
          onOpen: (path) => this.#open(path),
          onList: (n) => this.#list(n),
          onHover: (path) => this.#map?.point(path),
        })}
      </div>
      ${compareTable(comparison, state, (n) => void this.#take(n))}
      <div class="compare-tools">
        ${textButton({
          label: t('Copy as CSV'),
          title: t('Copies the table'),
          onPress: () => void this.#copy(),
        })}
      </div>
      ${compareNotes(comparison, state)}`;
  }

  /** The table does not wait for the map. */
  async #loadMap(): Promise<void> {
    if (this.#isMapAsked) return;
    this.#isMapAsked = true;
    const { CompareMap } = await import('./compareMap.ts');
    this.#map = new CompareMap(this.#page, {
      onOpen: (path) => this.#open(path),
      onChange: () => this.#redraw(),
    });
    this.#redraw();
  }

  #redraw(): void {
    if (this.#isShown) this.show(this.#page.state());
  }

  async #compare(chosen: readonly string[]): Promise<void> {
    const { host } = this.#page;
    this.focus();
    try {
      await host.compare(chosen);
      this.#chosen = undefined;
      say(this.#page, t('The batches of {0} strategies are there.', chosen.length));
    } catch (error) {
      // A person who cancels knows.
      if (!isCancelled(error)) failed(this.#page)(error);
    }
  }

  async #take(n: number): Promise<void> {
    const { host, dispatch, actions } = this.#page;
    try {
      await host.takeCompared(n);
      dispatch({ type: 'filter', change: wholeBatch });
      actions.showView('batch');
    } catch (error) {
      failed(this.#page)(error);
    }
  }

  #open(path: string): void {
    const { dispatch } = this.#page;
    dispatch({ type: 'goToPath', path });
    dispatch({ type: 'single', on: true });
  }

  #list(n: number): void {
    const { dispatch, state, actions } = this.#page;
    const now = state();
    const one = now.comparison?.strategies[n];
    if (one === undefined) return;
    const picks = one.picks.flatMap(({ path, why }) => {
      const row = now.rowOf.get(path);
      return row === undefined ? [] : [{ row, why }];
    });
    const title = t('the batch of {0}, as it was compared', comparedTitle(now, one));
    dispatch({ type: 'give', given: { title, rows: Int32Array.from(picks, ({ row }) => row) } });
    actions.focusView();
  }

  async #copy(): Promise<void> {
    const state = this.#page.state();
    if (state.comparison === null) return;
    try {
      await navigator.clipboard.writeText(comparisonCsv(state.comparison, state));
      say(this.#page, t('Copied the table as CSV.'));
    } catch (error) {
      failed(this.#page)(error);
    }
  }
}

function introduction(): TemplateResult {
  return html`<div class="compare-intro">
    <p>
      ${t('See what each strategy would choose next, before one label is spent: how well its batch covers the images, how much it repeats itself, and which classes to expect.')}
    </p>
    <p class="compare-note">${t('Nothing is recorded until you take one of the batches. Images that are not embedded yet are embedded first.')}</p>
  </div>`;
}

/** Thumbnails of all batches, the first images of each first. */
function wanted({ comparison, rowOf }: State): readonly string[] {
  const lists = (comparison?.strategies ?? []).map(({ picks }) => picks);
  const longest = Math.max(0, ...lists.map((picks) => picks.length));
  const paths = Array.from({ length: longest }, (_, place) =>
    lists.flatMap((picks) => picks[place]?.path ?? []),
  );
  return [...new Set(paths.flat())].filter((path) => rowOf.has(path));
}

function isCancelled(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'cancelled';
}

const createCompareView: CreateView = (page) => new CompareView(page);
export default createCompareView;
