import { csvCell } from '../csvCell.ts';
import type { BarChart, ChartTable, LineChart, Series } from './model.ts';

/** The data of lines: a row for each x, a column for each series, and for the ends of its band where it has one. */
export function lineTable({ x, series }: LineChart): ChartTable {
  const xs = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort(
    (a, b) => a - b,
  );
  const columns = series.flatMap(columnsOf);
  return {
    columns: [x.label, ...columns.map(({ name }) => name)],
    rows: xs.map((at) => [at, ...columns.map(({ valueAt }) => valueAt(at))]),
  };
}

interface Column {
  readonly name: string;
  readonly valueAt: (x: number) => number | null;
}

function columnsOf({ name, points }: Series): readonly Column[] {
  const column = (title: string, part: 'y' | 'low' | 'high'): Column => ({
    name: title,
    valueAt: (at) => points.find((point) => point.x === at)?.[part] ?? null,
  });
  const hasBand = points.some(({ low }) => low !== undefined);
  return hasBand
    ? [column(name, 'y'), column(`${name} (low)`, 'low'), column(`${name} (high)`, 'high')]
    : [column(name, 'y')];
}

export function barTable({ bars }: BarChart, columns: readonly [name: string, value: string]): ChartTable {
  return { columns, rows: bars.map(({ name, value }) => [name, value]) };
}

/** RFC 4180. */
export function csvOf({ columns, rows }: ChartTable): string {
  const line = (cells: readonly (string | number | null)[]): string =>
    cells.map((cell) => csvCell(String(cell ?? ''))).join(',');
  return `${[columns, ...rows].map(line).join('\r\n')}\r\n`;
}
