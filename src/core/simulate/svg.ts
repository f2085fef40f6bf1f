import type { SimulationHead, SimulationReport } from './simulation.ts';
import { panel, panelHeight, panelWidth } from './svgPanel.ts';
import { escapeXml, type LineStyle, lineStyles, number, styleSheet } from './svgStyle.ts';

/** A simulation as it stands in a figure; `title` may be empty where there is but one. */
export interface SvgRow {
  readonly title: string;
  readonly report: SimulationReport;
  /** What the budgets count. Default: labels. */
  readonly axis?: string;
}

const margin = 16;
const legendRow = 20;
/** Width of a letter of the legend, in pixels: a guess that is never too small by much. */
const letterWidth = 7;
const titleHeight = 26;
const headNames: Readonly<Record<SimulationHead, string>> = {
  softmax: 'softmax head',
  '1nn': 'nearest labeled image',
  spreading: 'label spreading',
  auto: 'automatic head',
};

/**
 * Learning curves as one SVG document: a row for each simulation, a panel for each head, a legend of all strategies. It has
 * no script and loads nothing, follows the light or dark scheme of who shows it, and every point tells its numbers on hover.
 */
export function simulationSvg(rows: readonly SvgRow[]): string {
  const styles = lineStyles(rows.map(({ report }) => report));
  const columns = Math.max(...rows.map(({ report }) => report.heads.length));
  const legendWidth = 40 + letterWidth * Math.max(...[...styles.keys()].map((name) => name.length));
  const rowHeights = rows.map(({ title }) => panelHeight + (title === '' ? 0 : titleHeight));
  const curvesHeight = rowHeights.reduce((sum, height) => sum + height, 0);
  const width = 2 * margin + columns * panelWidth + legendWidth;
  const height = 2 * margin + Math.max(curvesHeight, legendRow * styles.size + titleHeight);
  const parts: string[] = [];
  let top = margin;
  for (const [r, row] of rows.entries()) {
    parts.push(figureRow(row, top, styles));
    top += rowHeights[r];
  }
  parts.push(legend(styles, margin + columns * panelWidth, margin + titleHeight));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Accuracy over the number of labels, per strategy">
<style>${styleSheet}</style>
<rect class="paper" width="${width}" height="${height}"/>
${parts.join('\n')}
</svg>
`;
}

function figureRow(
  { title, report, axis }: SvgRow,
  top: number,
  styles: ReadonlyMap<string, LineStyle>,
): string {
  const heading =
    title === '' ? [] : [`<text class="ink title" x="${margin}" y="${top + 14}">${escapeXml(title)}</text>`];
  const from = top + (title === '' ? 0 : titleHeight);
  const panels = report.heads.map(
    (head, i) =>
      `<g transform="translate(${margin + i * panelWidth} ${from})">${panel(report, head, headNames[head], styles, axis)}</g>`,
  );
  return [...heading, ...panels].join('\n');
}

function legend(styles: ReadonlyMap<string, LineStyle>, left: number, top: number): string {
  const entries = [...styles].map(([name, { color, dash }], i) => {
    const y = top + i * legendRow;
    const line = `<line x1="${left}" y1="${y}" x2="${left + 24}" y2="${y}" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/>`;
    return `${line}<text class="ink" x="${left + 32}" y="${number(y + 4)}">${escapeXml(name)}</text>`;
  });
  return `<g>${entries.join('\n')}</g>`;
}
