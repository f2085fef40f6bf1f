import { describe, expect, it } from 'vitest';
import type { LineChart } from '../../webview/charts/model.ts';
import { linearScale, niceTicks, pixel, spreadOut } from '../../webview/charts/scale.ts';
import { barTable, csvOf, lineTable } from '../../webview/charts/tables.ts';

describe('the numbers of an axis', () => {
  it.each([
    { from: 0, to: 1, count: 5, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    { from: 0.43, to: 0.87, count: 5, ticks: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9] },
    { from: 20, to: 217, count: 4, ticks: [0, 50, 100, 150, 200, 250] },
    { from: 0, to: 0.3, count: 3, ticks: [0, 0.1, 0.2, 0.3] },
    { from: 12_000, to: 49_000, count: 4, ticks: [10_000, 20_000, 30_000, 40_000, 50_000] },
    { from: 5, to: 5, count: 4, ticks: [4.5, 4.75, 5, 5.25, 5.5] },
    { from: 0, to: 0, count: 2, ticks: [0, 0.5, 1] },
  ])('from $from to $to are round', ({ from, to, count, ticks }) => {
    const found = niceTicks(from, to, count);
    expect(found[0]).toBeLessThanOrEqual(from);
    expect(found[found.length - 1]).toBeGreaterThanOrEqual(to);
    expect(found).toEqual(ticks);
  });

  it('are whole where things are counted', () => {
    expect(niceTicks(12, 24, 5)).toEqual([10, 12.5, 15, 17.5, 20, 22.5, 25]);
    for (const [from, to] of [
      [12, 24],
      [0, 1],
      [3, 5],
      [20, 900],
      [0, 0],
    ])
      expect(niceTicks(from, to, 6, true).every(Number.isInteger)).toBe(true);
    expect(niceTicks(0, 2, 6, true)).toEqual([0, 1, 2]);
    expect(niceTicks(12, 24, 5, true)).toEqual([10, 15, 20, 25]);
    expect(niceTicks(1, 1, 6, true)).toEqual([0, 1, 2]);
    expect(niceTicks(383, 383, 4, true)).toEqual([340, 360, 380, 400, 420, 440]);
  });

  it('are mapped to pixels, and one number to the middle', () => {
    expect([0, 5, 10].map(linearScale([0, 10], [100, 0]))).toEqual([100, 50, 0]);
    expect(linearScale([3, 3], [0, 80])(3)).toBe(40);
    expect([pixel(1.04), pixel(1.06), pixel(-0.02)]).toEqual(['1', '1.1', '0']);
  });
});

describe('names at the ends of lines', () => {
  it('are moved apart no more than they must be, and keep their order', () => {
    expect(spreadOut([10, 40], 14)).toEqual([10, 40]);
    expect(spreadOut([20, 20], 14)).toEqual([13, 27]);
    const close = spreadOut([30, 31, 32], 14);
    expect([...close].sort((a, b) => a - b)).toEqual(close);
    for (let i = 1; i < close.length; i++) expect(close[i] - close[i - 1]).toBeGreaterThanOrEqual(14 - 1);
  });
});

describe('the data of a chart', () => {
  const format = String;
  const chart: LineChart = {
    title: 'Accuracy',
    x: { label: 'Labels', format },
    y: { label: 'Right', format },
    series: [
      {
        name: 'Yours',
        look: 'first',
        points: [
          { x: 20, y: 0.5, low: 0.4, high: 0.6, text: '' },
          { x: 40, y: 0.75, low: 0.7, high: 0.8, text: '' },
        ],
      },
      { name: 'Random, "fair"', look: 'quiet', points: [{ x: 40, y: 0.7, text: '' }] },
    ],
  };

  it('is a row for each x, with the ends of bands', () => {
    expect(lineTable(chart)).toEqual({
      columns: ['Labels', 'Yours', 'Yours (low)', 'Yours (high)', 'Random, "fair"'],
      rows: [
        [20, 0.5, 0.4, 0.6, null],
        [40, 0.75, 0.7, 0.8, 0.7],
      ],
    });
  });

  it('is a file of commas in which names are data, also for a spreadsheet', () => {
    const classes = [{ name: '=HYPERLINK("x")', value: -3, text: '' }];
    expect(csvOf(barTable({ title: '', format, bars: classes }, ['Class', 'Labels']))).toBe(
      `Class,Labels\r\n"'=HYPERLINK(""x"")",-3\r\n`,
    );
    expect(csvOf(lineTable(chart))).toBe(
      'Labels,Yours,Yours (low),Yours (high),"Random, ""fair"""\r\n20,0.5,0.4,0.6,\r\n40,0.75,0.7,0.8,0.7\r\n',
    );
    const bars = [{ name: 'two\nlines', value: 3, text: '' }];
    expect(csvOf(barTable({ title: '', format, bars }, ['Class', 'Labels']))).toBe(
      'Class,Labels\r\n"two\nlines",3\r\n',
    );
  });
});
