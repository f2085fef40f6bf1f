import { html, nothing, render, type TemplateResult } from 'lit-html';
import { language, t } from '../l10n.ts';
import { iconButton } from '../widgets.ts';
import type { ChartTable } from './model.ts';
import { svgFile } from './svgFile.ts';
import { csvOf } from './tables.ts';

/** What a figure shows. */
export interface Figure {
  readonly title: string;
  /** What it shows and what it does not, in a sentence or two. */
  readonly caption: string | TemplateResult;
  /** Draws the chart so many pixels wide. */
  readonly chart: (width: number) => TemplateResult;
  readonly table: ChartTable;
}

export interface FigureHost {
  readonly copy: (text: string) => void;
  readonly save: (name: string, svg: string) => void;
}

const [narrowest, widest] = [300, 760];
/** What a key does with the focus: other series, other point. */
const moves: Readonly<Record<string, readonly [series: number, index: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * A chart with its title, its data as a table, and the ways to take both along. The arrow keys go from point to point; what
 * a point has to say stands below, also under the mouse.
 */
export class ChartFigure {
  readonly element = document.createElement('figure');
  readonly #host: FigureHost;
  readonly #name: string;
  readonly #resizes = new ResizeObserver(() => this.#draw());
  #figure: Figure | undefined;
  #isTable = false;
  #said = '';

  /** `name`: of files that are saved. */
  constructor(name: string, host: FigureHost) {
    this.#name = name;
    this.#host = host;
    this.element.className = 'figure';
    this.#resizes.observe(this.element);
  }

  show(figure: Figure): void {
    this.#figure = figure;
    this.#draw();
  }

  #draw(): void {
    const figure = this.#figure;
    if (figure === undefined) return;
    const { title, caption, table } = figure;
    const width = Math.round(Math.max(narrowest, Math.min(widest, this.element.clientWidth || widest)));
    render(
      html`<div class="figure-head">
          <h3>${title}</h3>
          ${iconButton({
            icon: this.#isTable ? 'graph-line' : 'table',
            label: this.#isTable ? t('Show the Chart') : t('Show the Numbers'),
            onPress: () => this.#toggle(),
          })}
          ${iconButton({ icon: 'copy', label: t('Copy as CSV'), onPress: () => this.#host.copy(csvOf(table)) })}
          ${iconButton({ icon: 'save', label: t('Save SVG'), onPress: () => this.#save() })}
        </div>
        <div
          class="figure-body"
          ?hidden=${this.#isTable}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
          @focusin=${(event: Event) => this.#say(event)}
          @pointerover=${(event: Event) => this.#say(event)}
        >
          ${figure.chart(width)}
          <p class="readout" aria-hidden="true">${this.#said}</p>
        </div>
        <div class=${this.#isTable ? 'figure-table' : 'figure-table is-only-read'}>${tableOf(table, title)}</div>
        <figcaption>${caption}</figcaption>`,
      this.element,
    );
  }

  #toggle(): void {
    this.#isTable = !this.#isTable;
    this.#draw();
  }

  #save(): void {
    const chart = this.element.querySelector<SVGSVGElement>('.figure-body svg.chart');
    if (chart !== null && this.#figure !== undefined)
      this.#host.save(this.#name, svgFile(chart, this.#figure.title));
  }

  #say(event: Event): void {
    const said = pointOf(event)?.getAttribute('aria-label') ?? this.#said;
    if (said === this.#said) return;
    this.#said = said;
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const point = pointOf(event);
    const move = moves[event.key];
    if (point === undefined || move === undefined) return;
    const series = Number(point.dataset.series) + move[0];
    // In a list of bars, up and down go along.
    const isAlone = this.element.querySelector('[data-series="1"]') === null;
    const index = Number(point.dataset.index) + move[1] + (isAlone ? move[0] : 0);
    const at = `[data-series="${isAlone ? 0 : series}"][data-index="${index}"]`;
    this.element.querySelector<SVGElement>(at)?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}

function pointOf({ target }: Event): SVGElement | undefined {
  return target instanceof Element ? (target.closest<SVGElement>('[data-index]') ?? undefined) : undefined;
}

function tableOf({ columns, rows }: ChartTable, title: string): TemplateResult {
  return html`<table aria-label=${title}>
    <thead>
      <tr>
        ${columns.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) => html`<tr>
          ${row.map((value) =>
            typeof value === 'number'
              ? html`<td class="number">${value.toLocaleString(language, { maximumFractionDigits: 4 })}</td>`
              : html`<td>${value ?? nothing}</td>`,
          )}
        </tr>`,
      )}
    </tbody>
  </table>`;
}
