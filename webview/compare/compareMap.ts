import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { PanelComparison } from '../../src/protocol/comparePanel.ts';
import { t } from '../l10n.ts';
import { HoverCard } from '../map/hoverCard.ts';
import { onThemeChange } from '../map/mapColors.ts';
import { MapStore } from '../map/mapStore.ts';
import { mutedColor } from '../map/palette.ts';
import { createScatter, type Scatter } from '../map/scatter.ts';
import { annotationsOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import type { ViewPage } from '../views/view.ts';
import { formatted } from '../words.ts';
import { background, batchMarks, shapes } from './batchMarks.ts';
import { comparedTitle, markClass } from './titles.ts';

export interface CompareMapEvents {
  readonly onOpen: (path: string) => void;
  /** There is something else to draw. */
  readonly onChange: () => void;
}

/** The batches on the map of all images, each with a shape and a color of its own; nothing where there is no map. */
export class CompareMap {
  readonly element = document.createElement('div');
  readonly #legend = document.createElement('div');
  readonly #drawn = document.createElement('p');
  readonly #page: ViewPage;
  readonly #store: MapStore;
  readonly #card: HoverCard;
  readonly #scatter: Scatter;
  readonly #events: CompareMapEvents;
  /** Batches that a person has turned off. */
  readonly #off = new Set<number>();
  /** What was drawn last. */
  #drawnFor: readonly unknown[] = [];
  #points: Float32Array | undefined;
  #shared = 0;

  constructor(page: ViewPage, events: CompareMapEvents) {
    this.#page = page;
    this.#events = events;
    this.#store = new MapStore(page, events.onChange);
    this.#card = new HoverCard(page.thumbnails);
    this.#scatter = createScatter({
      onHover: (row, x, y) => {
        this.#card.at(row, x, y, page.state());
        if (row >= 0) events.onChange();
      },
      onPick: (row) => {
        if (row >= 0) events.onOpen(page.state().paths[row]);
      },
      onOpen: () => {},
      onSelect: () => {},
      onDrawn: (drawn, of) => {
        this.#drawn.textContent = t('drawing {0} of {1}', formatted(drawn), formatted(of));
      },
    });
    const frame = document.createElement('div');
    frame.className = 'compare-plot';
    frame.append(this.#scatter.element, this.#card.element);
    // What can be seen here, the lists of images tell by keyboard and screen reader.
    this.#scatter.element.setAttribute('role', 'img');
    this.#scatter.element.setAttribute(
      'aria-label',
      t('Map of all images with the batches on it; the lists below have the same images.'),
    );
    this.#legend.className = 'compare-legend';
    this.#legend.setAttribute('role', 'group');
    this.#legend.setAttribute('aria-label', t('Batches on the map'));
    this.#drawn.className = 'compare-note';
    this.element.className = 'compare-map';
    this.element.append(this.#legend, frame, this.#drawn);
    onThemeChange(() => {
      this.#drawnFor = [];
      events.onChange();
    });
  }

  /** The image that is pointed at; its picture is wanted before all others. Undefined = none. */
  get hovered(): string | undefined {
    return this.#page.state().paths[this.#card.row];
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#card.at(-1, 0, 0, this.#page.state());
    this.#store.leave();
  }

  show(state: State): void {
    const { comparison } = state;
    this.#store.look(state);
    const points = this.#store.map?.points;
    const isEmpty = comparison === null || points === undefined || points.every(Number.isNaN);
    this.element.hidden = isEmpty;
    if (isEmpty) return;
    if (points !== this.#points) this.#scatter.setPoints(points);
    this.#points = points;
    const drawnFor = [comparison.strategies, state.paths, state.saved, state.pending, [...this.#off].join()];
    if (drawnFor.some((part, i) => part !== this.#drawnFor[i])) this.#draw(state, comparison);
    this.#drawnFor = drawnFor;
    render(this.#legendOf(state, comparison), this.#legend);
    this.#card.show(state);
  }

  /** Rings an image; undefined = none. */
  point(path: string | undefined): void {
    const row = path === undefined ? undefined : this.#page.state().rowOf.get(path);
    if (!this.element.hidden) this.#scatter.setCursor(row ?? -1);
  }

  #draw(state: State, { strategies }: PanelComparison): void {
    const annotationOf = annotationsOf(state);
    const { slots, marks, shared } = batchMarks(state.paths.length, strategies, this.#off, {
      rowOf: state.rowOf,
      isLabeled: (row) => annotationOf(row).label !== '',
    });
    const style = getComputedStyle(this.element);
    const color = (n: number): string => style.getPropertyValue(`--strategy-${n}`).trim();
    const { color: dim } = getComputedStyle(this.#drawn);
    const muted = mutedColor(getComputedStyle(document.body).backgroundColor);
    this.#scatter.setLook({
      slots,
      shapes,
      background,
      colors: [muted, dim, color(0), color(1), color(2), color(3), style.color],
    });
    this.#scatter.setSelected(marks);
    this.#shared = shared;
  }

  #legendOf(state: State, { strategies }: PanelComparison): TemplateResult {
    return html`${strategies.map((one, n) =>
      one.refusal === ''
        ? html`<button type="button" aria-pressed=${!this.#off.has(n)} @click=${() => this.#toggle(n)}>
            <span class=${markClass(n)} aria-hidden="true"></span> ${comparedTitle(state, one)}
          </button>`
        : nothing,
    )}
    ${this.#shared === 0 ? nothing : html`<span><span class="compare-mark compare-mark-several" aria-hidden="true"></span> ${t('several: {0}', formatted(this.#shared))}</span>`}
    <span><span class="compare-mark compare-mark-labeled" aria-hidden="true">✕</span> ${t('labeled')}</span>`;
  }

  #toggle(n: number): void {
    if (!this.#off.delete(n)) this.#off.add(n);
    this.#events.onChange();
  }
}
