import { html, svg, type TemplateResult } from 'lit-html';
import type { BarChart } from './model.ts';
import { linearScale, pixel } from './scale.ts';

const barHeight = 20;
const letter = 6.4;
const margin = { top: 6, bottom: 6, right: 64 };
const mostLetters = 24;

/** Horizontal bars from zero, named on the left, with their numbers at their ends: `width` pixels wide. */
export function barChart({ title, bars, format }: BarChart, width: number): TemplateResult {
  const height = margin.top + margin.bottom + barHeight * bars.length;
  const longest = Math.max(0, ...bars.map(({ name }) => Math.min(mostLetters, name.length)));
  const left = Math.min(0.4 * width, 16 + letter * longest);
  const most = Math.max(...bars.map(({ value }) => value), 0);
  const x = linearScale([0, most || 1], [left, width - margin.right]);
  return html`<svg
    class="chart"
    xmlns="http://www.w3.org/2000/svg"
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    role="group"
    aria-label=${title}
  >
    <rect class="paper" width=${width} height=${height}></rect>
    <g role="list" aria-label=${title}>
      ${bars.map(({ name, value, text, isRest }, i) => {
        const top = margin.top + i * barHeight;
        return svg`<g
          class="row"
          tabindex=${i === 0 ? 0 : -1}
          role="listitem"
          aria-label=${text}
          data-series="0"
          data-index=${i}
        >
          <rect class="hit" x="0" y=${top} width=${width} height=${barHeight}></rect>
          <text class="ink" text-anchor="end" x=${pixel(left - 8)} y=${top + 14}>${shortened(name)}</text>
          <rect class="bar ${isRest ? 'quiet' : 'first'}" x=${pixel(left)} y=${top + 3} width=${pixel(Math.max(1, x(value) - left))} height=${barHeight - 6}></rect>
          <text class="faint" x=${pixel(x(value) + 6)} y=${top + 14}>${format(value)}</text>
        </g>`;
      })}
      <line class="axis" x1=${pixel(left)} x2=${pixel(left)} y1=${margin.top} y2=${height - margin.bottom}></line>
    </g>
  </svg>`;
}

function shortened(name: string): string {
  const letters = [...name];
  return letters.length <= mostLetters ? name : `${letters.slice(0, mostLetters - 1).join('')}…`;
}
