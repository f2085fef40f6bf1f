import type { PanelPace } from '../../src/protocol/insightsPanel.ts';
import type { BarChart } from '../charts/model.ts';
import { language, t } from '../l10n.ts';
import { share, whole } from './numbers.ts';

/** Classes and days that a chart shows one by one; the table has them all. */
const most = { classes: 30, days: 14 } as const;

/** Labels of each class, the largest first; of many classes, the smaller ones together. */
export function balanceChart(perClass: ReadonlyMap<string, number>): BarChart {
  const classes = ranked(perClass);
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  const text = (name: string, count: number): string =>
    t('{0}: {1} labels, {2}', name, whole(count), share(count / Math.max(1, total)));
  const shown = classes.length > most.classes + 1 ? classes.slice(0, most.classes) : classes;
  const rest = classes.slice(shown.length);
  const others = t('{0} other classes', whole(rest.length));
  const count = rest.reduce((sum, [, value]) => sum + value, 0);
  return {
    title: t('Class balance'),
    format: whole,
    bars: [
      ...shown.map(([name, value]) => ({ name, value, text: text(name, value) })),
      ...(rest.length === 0 ? [] : [{ name: others, value: count, text: text(others, count), isRest: true }]),
    ],
  };
}

/** All classes, as rows of a table. */
export function ranked(
  perClass: ReadonlyMap<string, number>,
): readonly (readonly [name: string, count: number])[] {
  return [...perClass].sort(([a, m], [b, n]) => n - m || a.localeCompare(b, language));
}

/** How uneven the classes are, in a sentence. */
export function balanceCaption(perClass: ReadonlyMap<string, number>): string {
  const classes = ranked(perClass);
  const [first] = classes;
  const last = classes.at(-1);
  if (first === undefined || last === undefined || classes.length < 2)
    return t('One class has labels so far.');
  const empty = classes.filter(([, count]) => count === 0).length;
  if (empty > 0) return t('{0} classes; {1} of them have no label yet.', whole(classes.length), whole(empty));
  const times = (first[1] / last[1]).toLocaleString(language, { maximumFractionDigits: 1 });
  return t(
    '{0} classes; {1} has {2} times the labels of {3}.',
    whole(classes.length),
    first[0],
    times,
    last[0],
  );
}

/** Images decided on the last days that had any. */
export function dayChart({ days }: PanelPace): BarChart {
  return {
    title: t('Decided per day'),
    format: whole,
    bars: days.slice(-most.days).map(({ day, images }) => ({
      name: dayName(day),
      value: images,
      text: t('{0}: {1} images decided', dayName(day), whole(images)),
    })),
  };
}

function dayName(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toLocaleDateString(language, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
  });
}
