import type { CoverageCurve } from '../../src/core/insights/coverageCurve.ts';
import type { LearningCurve } from '../../src/core/insights/learningCurve.ts';
import type { ParameterCurve } from '../../src/core/selectors/selector.ts';
import type { LineChart, Series } from '../charts/model.ts';
import { t } from '../l10n.ts';
import { distance, share, whole, wholeShare } from './numbers.ts';

const labels = { label: t('Labels'), format: whole, isWhole: true } as const;
const within = (value: number): number => Math.max(0, Math.min(1, value));

/** Accuracy over the labels, with one standard error, and where random selections of them lie. */
export function learningChart({ points }: LearningCurve): LineChart {
  const ours: Series = {
    name: t('Your batches'),
    look: 'first',
    points: points.map(({ labels: x, accuracy: { mean, standardError } }) => ({
      x,
      y: mean,
      low: within(mean - standardError),
      high: within(mean + standardError),
      text: t('{0} labels: {1} ± {2} right', whole(x), share(mean), share(standardError)),
    })),
  };
  const random: Series = {
    name: t('Random order'),
    look: 'quiet',
    points: points.flatMap(({ labels: x, random: range }) => {
      if (range === undefined) return [];
      const { mean, deviation } = range;
      const [low, high] = [within(mean - 2 * deviation), within(mean + 2 * deviation)];
      const text = t(
        '{0} random labels: {1} right, mostly {2} to {3}',
        whole(x),
        share(mean),
        share(low),
        share(high),
      );
      return [{ x, y: mean, low, high, text }];
    }),
  };
  return {
    title: t('Learning curve'),
    x: labels,
    y: { label: t('Right on held-out labels'), format: wholeShare },
    series: random.points.length === 0 ? [ours] : [ours, random],
  };
}

/** What the learning curve shows, in short. */
export function learningCaption({ heldOut, repeats, points, labels: taken }: LearningCurve): string {
  const all = points.at(-1)?.labels ?? 0;
  const measured = t(
    'Right on the same {0} labels at each point, each held out in turn ({1} times over); the band is one standard error. Gray: the same labels in random order, most of which lie in its band.',
    whole(heldOut),
    repeats,
  );
  return [
    ...(points.length === 1 ? [t('One point so far: every batch adds one.')] : []),
    measured,
    ...(taken === all ? [] : [t('Measured with {0} of the labels, drawn at random.', whole(taken))]),
  ].join(' ');
}

/** What it does not show. */
export function learningLimits(): readonly string[] {
  return [
    t('The curve is that of logistic regression on the embeddings, measured on the labels of today.'),
    t(
      'Above the gray band, your labels came in a better order than chance. It does not say what random images of the whole folder would have brought: today’s labels were all chosen, and both curves end in the same point.',
    ),
    t(
      'Images that a strategy asks for are mostly harder than others, so the whole folder is mostly predicted better than this.',
    ),
  ];
}

/** Shares of groups and images that labels stand for. */
export function coverageChart({ points }: CoverageCurve): LineChart {
  const series = (
    name: string,
    look: Series['look'],
    value: 'groups' | 'near',
    say: (labeled: string, covered: string) => string,
  ): Series => ({
    name,
    look,
    points: points.map((point) => ({
      x: point.labels,
      y: point[value],
      text: say(whole(point.labels), share(point[value])),
    })),
  });
  return {
    title: t('Coverage'),
    x: labels,
    y: { label: t('Covered'), format: wholeShare, from: 0, to: 1 },
    series: [
      series(t('Groups'), 'first', 'groups', (n, covered) =>
        t('{0} labels: {1} of the groups have one', n, covered),
      ),
      series(t('Images nearby'), 'second', 'near', (n, covered) =>
        t('{0} labels: one is near {1} of the images', n, covered),
      ),
    ],
  };
}

export function coverageCaption({ images, groups, reach }: CoverageCurve): string {
  return t(
    '{0} images in {1} groups of look-alikes (k-means). Near is within {2}, half the median distance between two images.',
    whole(images),
    whole(groups),
    distance(reach),
  );
}

/** How far images are from the nearest label. */
export function distanceChart({ points }: CoverageCurve): LineChart {
  const series = (name: string, look: Series['look'], value: 'radius' | 'mean'): Series => ({
    name,
    look,
    points: points.map((point) => ({
      x: point.labels,
      y: point[value],
      text: t('{0} labels: {1}', whole(point.labels), `${name} ${distance(point[value])}`),
    })),
  });
  return {
    title: t('Distance to the nearest label'),
    x: labels,
    y: { label: t('Distance'), format: distance, from: 0 },
    series: [series(t('Farthest image'), 'third', 'radius'), series(t('Mean'), 'first', 'mean')],
  };
}

/** What a parameter would have done at other values. */
export function parameterChart(
  { parameter, measure, points, chosen }: ParameterCurve,
  title: string,
): LineChart {
  return {
    title,
    x: { label: parameter, format: distance },
    y: { label: measure, format: wholeShare, from: 0, to: 1 },
    series: [
      {
        name: t('Pure balls'),
        look: 'first',
        points: points.map(({ value, measured }) => ({
          x: value,
          y: measured,
          text: `${parameter} ${distance(value)}: ${share(measured)}`,
        })),
      },
    ],
    mark: { x: chosen, label: t('chosen: {0}', distance(chosen)) },
  };
}
