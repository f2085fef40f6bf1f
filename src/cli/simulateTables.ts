import type { Estimate } from '../core/model/predictions.ts';
import type { SimulationHead, SimulationReport, StrategyReport } from '../core/simulate/simulation.ts';

/** What a simulation found, as a person reads it: a table per head, best strategy first. */
export function simulationTables(report: SimulationReport): string {
  const { images, seeds } = report;
  const leftOut =
    images.leftOut === 0 ? '' : `, ${images.leftOut} without a true class or embedding left out`;
  const setting = `${images.pool} images to choose from, ${images.heldOut} to measure with${leftOut}; ${seeds.length === 1 ? '1 seed' : `mean of ${seeds.length} seeds ± standard error`}.`;
  const notes = report.strategies.flatMap(({ strategy, notes: said }) =>
    said.map((note) => `${strategy.name}: ${note}`),
  );
  const tables = report.heads.map((head) => headTable(report, head));
  return [setting, ...tables, ...(notes.length === 0 ? [] : [notes.join('\n')])].join('\n\n');
}

function headTable(report: SimulationReport, head: SimulationHead): string {
  const { budgets, strategies, ceiling, reference } = report;
  const areaOf = ({ heads }: StrategyReport): number => heads[head]?.area.mean ?? 0;
  const ranked = [...strategies].sort((a, b) => areaOf(b) - areaOf(a));
  const targets = ranked[0].heads[head]?.labelsNeeded ?? [];
  const columns = [
    `${head}, accuracy in %`,
    ...budgets.map((budget) => `${budget} labels`),
    'area',
    `over ${reference}`,
    ...targets.map(({ accuracy }) => `labels for ${(100 * accuracy).toFixed(1)} %`),
    's per query',
  ];
  const rows = ranked.map((strategy) => {
    const measured = strategy.heads[head];
    if (measured === undefined) return [strategy.strategy.name];
    const slowest = Math.max(...strategy.secondsPerQuery.map(({ mean }) => mean));
    return [
      strategy.strategy.name,
      ...measured.accuracy.map(percent),
      percent(measured.area),
      strategy.strategy.name === reference ? '-' : signed(measured.areaGain),
      ...measured.labelsNeeded.map(({ labels }) =>
        labels === null ? 'not reached' : String(Math.round(labels)),
      ),
      slowest < 0.1 ? '< 0.1' : slowest.toFixed(1),
    ];
  });
  const top = ceiling[head];
  const last = top === undefined ? [] : [`every image labeled: ${percent(top)} %`];
  return [...aligned([columns, ...rows]), ...last].join('\n');
}

/** The first column to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((cells) => (cells[c] ?? '').length)));
  return rows.map((cells) =>
    cells
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join('  ')
      .trimEnd(),
  );
}

function percent({ mean, standardError }: Estimate): string {
  return `${(100 * mean).toFixed(1)}${error(standardError)}`;
}

function signed(estimate: Estimate): string {
  return `${estimate.mean < 0 ? '' : '+'}${percent(estimate)}`;
}

function error(standardError: number): string {
  return standardError > 0 ? ` ± ${(100 * standardError).toFixed(1)}` : '';
}
