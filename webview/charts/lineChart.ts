import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { LineChart, Series } from './model.ts';
import { linearScale, niceTicks, pixel, spreadOut } from './scale.ts';

const height = 236;
const margin = { top: 14, bottom: 40, left: 50 };
/** Width of a letter of a label: a guess that is seldom too small. */
const letter = 6.4;
const mostRoom = 170;
const tickRoom = { x: 64, y: 38 };
const labelGap = 14;
/** Points beyond which they are drawn smaller. */
const manyPoints = 20;

interface Plot {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Lines with bands, named where they end, on axes with round numbers: `width` pixels wide. Every point can have the focus
 * and says its numbers. Only classes and geometry: colors come from the style sheet of who shows it.
 */
export function lineChart(chart: LineChart, width: number): TemplateResult {
  const plot = plotOf(chart, width);
  return html`<svg
    class="chart"
    xmlns="http://www.w3.org/2000/svg"
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    role="group"
    aria-label=${chart.title}
  >
    <rect class="paper" width=${width} height=${height}></rect>
    ${axes(chart, plot)}
    ${chart.series.map((series) => band(series, plot))}
    ${mark(chart, plot)}
    ${chart.series.map((series) => line(series, plot))}
    ${names(chart.series, plot)}
    ${chart.series.map((series, s) => points(series, s, plot))}
  </svg>`;
}

function plotOf({ x, y, series }: LineChart, width: number): Plot {
  const all = series.flatMap(({ points: some }) => some);
  const xs = [...all.map((point) => point.x), x.from, x.to].filter((value) => value !== undefined);
  const ys = [
    ...all.flatMap(({ y: value, low = value, high = value }) => [low, value, high]),
    y.from,
    y.to,
  ].filter((value) => value !== undefined);
  const room = Math.min(mostRoom, 40 + letter * Math.max(0, ...series.map(({ name }) => name.length)));
  const [left, right, bottom] = [margin.left, width - room, height - margin.bottom];
  const xTicks = niceTicks(
    Math.min(...xs),
    Math.max(...xs),
    Math.max(2, (right - left) / tickRoom.x),
    x.isWhole,
  );
  const yTicks = niceTicks(Math.min(...ys), Math.max(...ys), (bottom - margin.top) / tickRoom.y, y.isWhole);
  return {
    x: linearScale([xTicks[0], xTicks[xTicks.length - 1]], [left, right]),
    y: linearScale([yTicks[0], yTicks[yTicks.length - 1]], [bottom, margin.top]),
    xTicks,
    yTicks,
    left,
    right,
    bottom,
  };
}

function axes({ x, y }: LineChart, plot: Plot): TemplateResult {
  const { left, right, bottom } = plot;
  return svg`<g aria-hidden="true">
    ${plot.yTicks.map(
      (
        tick,
      ) => svg`<line class="grid" x1=${left} x2=${right} y1=${pixel(plot.y(tick))} y2=${pixel(plot.y(tick))}></line>
        <text class="faint" text-anchor="end" x=${left - 8} y=${pixel(plot.y(tick) + 4)}>${y.format(tick)}</text>`,
    )}
    <line class="axis" x1=${left} x2=${right} y1=${bottom} y2=${bottom}></line>
    ${plot.xTicks.map(
      (
        tick,
      ) => svg`<line class="axis" x1=${pixel(plot.x(tick))} x2=${pixel(plot.x(tick))} y1=${bottom} y2=${bottom + 4}></line>
        <text class="faint" text-anchor="middle" x=${pixel(plot.x(tick))} y=${bottom + 17}>${x.format(tick)}</text>`,
    )}
    <text class="faint" text-anchor="middle" x=${pixel((left + right) / 2)} y=${bottom + 34}>${x.label}</text>
  </g>`;
}

function band({ points: some, look }: Series, { x, y }: Plot): TemplateResult | typeof nothing {
  const edges = some.filter(({ low, high }) => low !== undefined && high !== undefined);
  if (edges.length === 0) return nothing;
  const side = (of: 'low' | 'high'): string[] =>
    edges.map((point) => `${pixel(x(point.x))},${pixel(y(point[of] ?? point.y))}`);
  return svg`<polygon class="band ${look}" points=${[...side('high'), ...side('low').reverse()].join(' ')}></polygon>`;
}

function line({ points: some, look }: Series, { x, y }: Plot): TemplateResult {
  const path = some.map((point) => `${pixel(x(point.x))},${pixel(y(point.y))}`).join(' ');
  return svg`<polyline class="line ${look}" points=${path}></polyline>`;
}

function mark({ mark: marked }: LineChart, { x, bottom }: Plot): TemplateResult | typeof nothing {
  if (marked === undefined) return nothing;
  const at = pixel(x(marked.x));
  return svg`<line class="mark" x1=${at} x2=${at} y1=${margin.top} y2=${bottom}></line>
    <text class="faint" x=${pixel(x(marked.x) + 5)} y=${margin.top + 8}>${marked.label}</text>`;
}

function names(series: readonly Series[], { y, right }: Plot): TemplateResult {
  const ends = series.map(({ points: some }) => y(some.at(-1)?.y ?? 0));
  const places = spreadOut(ends, labelGap);
  return svg`<g aria-hidden="true">
    ${series.map(
      (
        { name, look },
        s,
      ) => svg`<line class="line ${look}" x1=${right + 8} x2=${right + 26} y1=${pixel(places[s])} y2=${pixel(places[s])}></line>
        <text class="ink" x=${right + 31} y=${pixel(places[s] + 4)}>${name}</text>`,
    )}
  </g>`;
}

function points({ points: some, look, name }: Series, s: number, { x, y }: Plot): TemplateResult {
  const radius = some.length > manyPoints ? 2 : 3.5;
  return svg`<g role="list" aria-label=${name}>
    ${some.map(
      (point, i) => svg`<circle
        class="point ${look}"
        r=${radius}
        cx=${pixel(x(point.x))}
        cy=${pixel(y(point.y))}
        tabindex=${s === 0 && i === 0 ? 0 : -1}
        role="listitem"
        aria-label=${point.text}
        data-series=${s}
        data-index=${i}
      ></circle>`,
    )}
  </g>`;
}
