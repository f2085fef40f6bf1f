import { html, nothing, type TemplateResult } from 'lit-html';
import { linearScale, pixel } from './scale.ts';

const [width, height, inset] = [96, 24, 3];

/** A line without axes, as high as a line of text, from zero; its last value is dotted. `label` says what it shows. */
export function sparkline(values: readonly number[], label: string): TemplateResult | typeof nothing {
  if (values.length < 2) return nothing;
  const x = linearScale([0, values.length - 1], [inset, width - inset]);
  const y = linearScale([0, Math.max(...values) || 1], [height - inset, inset]);
  const path = values.map((value, i) => `${pixel(x(i))},${pixel(y(value))}`).join(' ');
  const last = values.length - 1;
  return html`<svg class="chart sparkline" width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    <polyline class="line first" points=${path}></polyline>
    <circle class="point first" r="2.5" cx=${pixel(x(last))} cy=${pixel(y(values[last]))}></circle>
  </svg>`;
}
