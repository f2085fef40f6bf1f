import { describe, expect, it } from 'vitest';
import { labelsToTell } from '../../src/core/model/crossValidation.ts';
import { labelsToBegin, type PanelPace } from '../../src/protocol/insightsPanel.ts';
import { balanceCaption, balanceChart, dayChart, ranked } from '../../webview/insights/counts.ts';
import { coverageChart, learningChart, parameterChart } from '../../webview/insights/curves.ts';
import { duration, share } from '../../webview/insights/numbers.ts';

describe('class balance', () => {
  it('shows thirty classes and the others together, and the table has them all', () => {
    const many = new Map(Array.from({ length: 500 }, (_, i) => [`class ${i}`, 1000 - i] as const));
    const { bars } = balanceChart(many);
    expect(bars.length).toBe(31);
    expect(bars[0]).toMatchObject({ name: 'class 0', value: 1000 });
    expect(bars[30]).toMatchObject({ name: '470 other classes', isRest: true });
    const total = [...many.values()].reduce((sum, count) => sum + count, 0);
    expect(bars.reduce((sum, { value }) => sum + value, 0)).toBe(total);
    expect(ranked(many).length).toBe(500);
    expect(balanceChart(new Map([...many].slice(0, 31))).bars.length).toBe(31);
  });

  it('is said in a sentence', () => {
    expect(balanceCaption(new Map([['cat', 3]]))).toBe('One class has labels so far.');
    expect(
      balanceCaption(
        new Map([
          ['cat', 3],
          ['dog', 12],
          ['ox', 6],
        ]),
      ),
    ).toBe('3 classes; dog has 4 times the labels of cat.');
    expect(
      balanceCaption(
        new Map([
          ['cat', 3],
          ['dog', 0],
        ]),
      ),
    ).toBe('2 classes; 1 of them have no label yet.');
  });
});

describe('the curves', () => {
  const points = [20, 40].map((labels) => ({
    labels,
    accuracy: { mean: labels / 50, standardError: 0.3 },
    random: { mean: 0.5, deviation: 0.1, selections: 6 },
  }));

  it('have one standard error around the accuracy, and two deviations around chance, within 0 and 1', () => {
    const { series } = learningChart({ points, heldOut: 40, labels: 40, repeats: 3 });
    expect(series[0].points[0]).toMatchObject({ x: 20, y: 0.4, high: 0.7 });
    expect(series[0].points[0].low).toBeCloseTo(0.1, 9);
    expect(series[0].points[1]).toMatchObject({ high: 1, text: '40 labels: 80.0 % ± 30.0 % right' });
    expect(series[1].points[0]).toMatchObject({ y: 0.5, low: 0.3, high: 0.7 });
  });

  it('have no line of chance before it is measured', () => {
    const bare = points.map(({ random: _, ...point }) => point);
    expect(learningChart({ points: bare, heldOut: 40, labels: 40, repeats: 1 }).series.length).toBe(1);
  });

  it('say what they count', () => {
    const coverage = { labels: 20, radius: 1.2, mean: 0.5, groups: 0.5, covered: 0.7, near: 0.25 };
    const { series } = coverageChart({ points: [coverage], images: 100, groups: 10, reach: 0.6 });
    expect(series.map((one) => one.points[0].y)).toEqual([0.5, 0.25]);
    const curve = { parameter: 'delta', measure: 'purity', points: [{ value: 0, measured: 1 }], chosen: 0.4 };
    expect(parameterChart(curve, 'Radius').mark).toEqual({ x: 0.4, label: 'chosen: 0.4' });
  });

  it('begin where the engine begins', () => {
    expect(labelsToBegin).toBe(labelsToTell);
  });
});

describe('the pace', () => {
  it('is shown for the last days that had any', () => {
    const days = Array.from({ length: 20 }, (_, i) => ({
      day: `2026-03-${String(i + 1).padStart(2, '0')}`,
      images: i,
    }));
    const { bars } = dayChart({ days } as unknown as PanelPace);
    expect([bars.length, bars[0].value, bars[13].value]).toEqual([14, 6, 19]);
    expect(bars[0].name).toBe('Sat, Mar 7');
  });

  it('is told in words that fit', () => {
    expect([12, 89, 90, 3599, 3600, 5000].map(duration)).toEqual([
      '12 s',
      '89 s',
      '2 min',
      '1 h 0 min',
      '1 h 0 min',
      '1 h 23 min',
    ]);
    expect(share(0.1234)).toBe('12.3 %');
  });
});
