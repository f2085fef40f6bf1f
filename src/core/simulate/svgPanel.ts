import type { Estimate } from '../model/predictions.ts';
import type { SimulationHead, SimulationReport, StrategyReport } from './simulation.ts';
import { escapeXml, type LineStyle, number } from './svgStyle.ts';

export const panelWidth = 440;
export const panelHeight = 340;
const plot = { left: 48, top: 28, right: panelWidth - 24, bottom: panelHeight - 48 };
/** Two labels of the x axis need so much room between them. */
const tickRoom = 30;

interface Scales {
  readonly x: (labels: number) => number;
  readonly y: (accuracy: number) => number;
  /** Accuracies with a grid line, ascending. */
  readonly ticks: readonly number[];
}

/** The curves of one head: accuracy over the labels, a band of one standard error around each. */
export function panel(
  report: SimulationReport,
  head: SimulationHead,
  title: string,
  styles: ReadonlyMap<string, LineStyle>,
  axis = 'labels',
): string {
  const scales = scalesOf(report, head);
  const curves = report.strategies.map((strategy) => {
    const style = styles.get(strategy.strategy.name) ?? { color: '#838a93', dash: 'none' };
    return {
      band: band(strategy, head, report, scales, style),
      line: line(strategy, head, report, scales, style),
    };
  });
  return [
    `<text class="ink title" x="${plot.left}" y="16">Accuracy of the ${escapeXml(title)}</text>`,
    ...axes(report, scales, axis),
    ...curves.map((curve) => curve.band),
    ...curves.map((curve) => curve.line),
    ...ceilingLine(report.ceiling[head], scales),
  ].join('\n');
}

function scalesOf({ budgets, strategies, ceiling }: SimulationReport, head: SimulationHead): Scales {
  const estimates = strategies.flatMap(({ heads }) => heads[head]?.accuracy ?? []);
  const top = ceiling[head];
  const all = top === undefined ? estimates : [...estimates, top];
  const lowest = Math.min(...all.map(({ mean, standardError }) => mean - standardError));
  const highest = Math.max(...all.map(({ mean, standardError }) => mean + standardError));
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((size) => (highest - lowest) / size <= 7) ?? 0.2;
  const low = Math.max(0, Math.floor(lowest / step + 1e-9) * step);
  const high = Math.max(low + step, Math.min(1, Math.ceil(highest / step - 1e-9) * step));
  const [first, last] = [Math.log(budgets[0]), Math.log(budgets[budgets.length - 1])];
  const width = last > first ? last - first : 1;
  const middle = last > first ? 0 : 0.5;
  return {
    x: (labels) =>
      plot.left + 12 + (middle + (Math.log(labels) - first) / width) * (plot.right - plot.left - 24),
    y: (accuracy) => plot.bottom - ((accuracy - low) / (high - low)) * (plot.bottom - plot.top),
    ticks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step),
  };
}

function axes({ budgets }: SimulationReport, { x, y, ticks }: Scales, axis: string): readonly string[] {
  const { left, right, bottom } = plot;
  const rules = ticks.map(
    (tick) =>
      `<line class="grid" x1="${left}" y1="${number(y(tick))}" x2="${right}" y2="${number(y(tick))}"/><text class="faint" text-anchor="end" x="${left - 6}" y="${number(y(tick) + 4)}">${Math.round(100 * tick)}</text>`,
  );
  let shown = Number.NEGATIVE_INFINITY;
  const marks = budgets.map((budget) => {
    const at = x(budget);
    const mark = `<line class="axis" x1="${number(at)}" y1="${bottom}" x2="${number(at)}" y2="${bottom + 4}"/>`;
    if (at - shown < tickRoom) return mark;
    shown = at;
    return `${mark}<text class="faint" text-anchor="middle" x="${number(at)}" y="${bottom + 18}">${budget}</text>`;
  });
  const caption = `<text class="faint" text-anchor="middle" x="${(left + right) / 2}" y="${bottom + 36}">${axis} (logarithmic); bands: one standard error</text>`;
  const unit = `<text class="faint" text-anchor="end" x="${left - 6}" y="16">%</text>`;
  return [
    ...rules,
    `<line class="axis" x1="${left}" y1="${bottom}" x2="${right}" y2="${bottom}"/>`,
    ...marks,
    caption,
    unit,
  ];
}

function ceilingLine(ceiling: Estimate | undefined, { y }: Scales): readonly string[] {
  if (ceiling === undefined) return [];
  const at = number(y(ceiling.mean));
  return [
    `<line class="axis" stroke-dasharray="2 4" x1="${plot.left}" y1="${at}" x2="${plot.right}" y2="${at}"/>`,
    `<text class="faint halo" text-anchor="start" x="${plot.left + 4}" y="${number(y(ceiling.mean) - 4)}">every image labeled: ${percent(ceiling)}</text>`,
  ];
}

function band(
  { heads }: StrategyReport,
  head: SimulationHead,
  { budgets }: SimulationReport,
  { x, y }: Scales,
  { color }: LineStyle,
): string {
  const accuracy = heads[head]?.accuracy ?? [];
  if (accuracy.every(({ standardError }) => standardError === 0)) return '';
  const side = (sign: number): string[] =>
    accuracy.map(
      ({ mean, standardError }, b) => `${number(x(budgets[b]))},${number(y(mean + sign * standardError))}`,
    );
  return `<polygon fill="${color}" fill-opacity="0.14" points="${[...side(1), ...side(-1).reverse()].join(' ')}"/>`;
}

function line(
  { strategy, heads }: StrategyReport,
  head: SimulationHead,
  { budgets }: SimulationReport,
  { x, y }: Scales,
  { color, dash }: LineStyle,
): string {
  const accuracy = heads[head]?.accuracy ?? [];
  const points = accuracy.map(({ mean }, b) => `${number(x(budgets[b]))},${number(y(mean))}`);
  const dots = accuracy.map(
    (estimate, b) =>
      `<circle fill="${color}" r="3" cx="${number(x(budgets[b]))}" cy="${number(y(estimate.mean))}"><title>${escapeXml(strategy.name)}, ${budgets[b]} labels: ${percent(estimate)}</title></circle>`,
  );
  return `<polyline fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round" stroke-dasharray="${dash}" points="${points.join(' ')}"/>${dots.join('')}`;
}

function percent({ mean, standardError }: Estimate): string {
  const error = standardError > 0 ? ` ± ${(100 * standardError).toFixed(1)}` : '';
  return `${(100 * mean).toFixed(1)}${error} %`;
}
