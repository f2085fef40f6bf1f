import { html, type TemplateResult } from 'lit-html';
import type { LearningCurve } from '../../src/core/insights/learningCurve.ts';
import type { InsightFacts, PanelInsights } from '../../src/protocol/insightsPanel.ts';
import { barChart } from '../charts/barChart.ts';
import type { Figure } from '../charts/chartFigure.ts';
import { lineChart } from '../charts/lineChart.ts';
import type { LineChart } from '../charts/model.ts';
import { barTable, lineTable } from '../charts/tables.ts';
import { t } from '../l10n.ts';
import { balanceCaption, balanceChart, dayChart, ranked } from './counts.ts';
import {
  coverageCaption,
  coverageChart,
  distanceChart,
  learningCaption,
  learningChart,
  learningLimits,
  parameterChart,
} from './curves.ts';
import { duration } from './numbers.ts';

export interface NamedFigure {
  /** Of files that are saved. */
  readonly name: string;
  readonly figure: Figure;
}

function lines(name: string, chart: LineChart, caption: Figure['caption']): NamedFigure {
  const { title } = chart;
  const figure = {
    title,
    caption,
    chart: (width: number) => lineChart(chart, width),
    table: lineTable(chart),
  };
  return { name, figure };
}

/** What was measured, as far as it is. A curve begins with its second point. */
export function measuredFigures(measured: PanelInsights | undefined): readonly NamedFigure[] {
  const { learning = null, coverage = null } = measured ?? {};
  return [
    ...(learning === null ? [] : [lines('learning-curve', learningChart(learning), explained(learning))]),
    ...(coverage === null
      ? []
      : [
          lines('coverage', coverageChart(coverage), coverageCaption(coverage)),
          lines(
            'distance',
            distanceChart(coverage),
            t('Between embeddings scaled to length 1: 0 is a copy, 2 the opposite.'),
          ),
        ]),
  ];
}

/** What is counted. */
export function countedFigures(
  { pace }: InsightFacts,
  perClass: ReadonlyMap<string, number>,
): readonly NamedFigure[] {
  const balance = balanceChart(perClass);
  const days = dayChart(pace);
  const classes = { ...balance, bars: ranked(perClass).map(([name, value]) => ({ name, value, text: '' })) };
  const allDays = {
    ...days,
    bars: pace.days.map(({ day, images }) => ({ name: day, value: images, text: '' })),
  };
  return [
    {
      name: 'class-balance',
      figure: {
        title: balance.title,
        caption: balanceCaption(perClass),
        chart: (width) => barChart(balance, width),
        table: barTable(classes, [t('Class'), t('Labels')]),
      },
    },
    // One day alone is no more than a number.
    ...(days.bars.length < 2
      ? []
      : [
          {
            name: 'decided-per-day',
            figure: {
              title: days.title,
              caption: t('{0} of work without pauses, in all windows.', duration(pace.seconds)),
              chart: (width: number) => barChart(days, width),
              table: barTable(allDays, [t('Day'), t('Images')]),
            },
          },
        ]),
  ];
}

/** What the figure of a batch's radius is called. */
export function radiusName(id: string): string {
  return `radius-of-batch-${id}`;
}

/** How a parameter of a batch was chosen; undefined where that batch has no such curve. */
export function parameterFigure({ batches }: InsightFacts, id: string | undefined): NamedFigure | undefined {
  const batch = batches.find((one) => one.id === id);
  if (batch?.curve === undefined) return undefined;
  const title = t('Radius of batch {0}', String(Number(batch.id)));
  return lines(
    radiusName(batch.id),
    parameterChart(batch.curve, title),
    t(
      'Share of balls around the images that hold images of one group only, by radius. ProbCover takes the largest radius at which enough of them do.',
    ),
  );
}

function explained(learning: LearningCurve): TemplateResult {
  return html`${learningCaption(learning)}
    <details>
      <summary>${t('What it does and does not show')}</summary>
      ${learningLimits().map((sentence) => html`<p>${sentence}</p>`)}
    </details>`;
}
