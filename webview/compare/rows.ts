import type { GroundMeasures } from '../../src/core/compare/measures.ts';
import type { PanelCompared, PanelComparison } from '../../src/protocol/comparePanel.ts';
import {
  bestValues,
  type CompareMeasure,
  compareMeasures,
  measureText,
} from '../../src/protocol/compareTable.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { formatted } from '../words.ts';
import { comparedTitle } from './titles.ts';

/** One row of the table, as it is shown and copied. */
export interface Row {
  readonly title: string;
  /** What it means, in a sentence. */
  readonly about: string;
  /** Before any of the batches is labeled; '' = it says nothing of that. */
  readonly now: string;
  /** One for each strategy that is done. */
  readonly cells: readonly { readonly text: string; readonly isBest: boolean }[];
}

const titles: Readonly<Record<CompareMeasure['id'], readonly [title: string, about: string]>> = {
  mean: [
    t('Typical distance to a label'),
    t(
      'How far the images without a label are from the nearest labeled one, on average, once the batch is labeled. Less is better.',
    ),
  ],
  radius: [
    t('Largest distance to a label'),
    t('The same for the image that is worst off (coverage radius). Less is better.'),
  ],
  touched: [
    t('Clusters touched'),
    t('Groups of similar images that have an image in the batch. More is better.'),
  ],
  fresh: [t('New clusters'), t('Those of them without any label so far. More is better.')],
  closePairs: [
    t('Near-equal pairs'),
    t(
      'Pairs of images in the batch that are almost the same to the encoder: a second label that teaches little. Less is better.',
    ),
  ],
  apart: [
    t('Distance inside the batch'),
    t('From an image of the batch to the nearest other one, in the middle (median). More is better.'),
  ],
  balance: [
    t('Expected class balance'),
    t(
      'How even the classes are that the model expects in the batch: 1 = all alike, 0 = one class. More is better.',
    ),
  ],
  seconds: [t('Seconds'), t('Time to choose the batch.')],
};

/** The table of a comparison: how many were picked, every measure, and what each batch shares with each. */
export function tableRows(comparison: PanelComparison, state: Pick<State, 'strategies'>): readonly Row[] {
  const { strategies, ground } = comparison;
  const picks: Row = {
    title: t('Images'),
    about: t('How many were chosen.'),
    now: '',
    cells: strategies.map((one) => ({ text: picksText(one), isBest: false })),
  };
  const measured = compareMeasures.map((measure): Row => {
    const values = strategies.map(({ measures, seconds }) =>
      measures === undefined ? undefined : measure.value({ measures, seconds }),
    );
    const best = bestValues(measure, values);
    const [title, about] = titles[measure.id];
    return {
      title,
      about,
      now: nowText(measure, ground),
      cells: values.map((value, i) => ({ text: measureText(measure, value), isBest: best[i] })),
    };
  });
  // Without a model nothing is known of classes.
  const known = measured.filter(({ now, cells }) => now !== '' || cells.some(({ text }) => text !== '–'));
  return [picks, ...known, ...shared(comparison, state)];
}

function picksText({ picks, refusal, shortfall }: PanelCompared): string {
  if (refusal !== '') return '–';
  return shortfall > 0
    ? t('{0} of {1}', formatted(picks.length), formatted(picks.length + shortfall))
    : formatted(picks.length);
}

function nowText({ id, digits }: CompareMeasure, { coverage, clusters }: GroundMeasures): string {
  if (id === 'mean') return coverage?.mean.toFixed(digits) ?? '–';
  if (id === 'radius') return coverage?.radius.toFixed(digits) ?? '–';
  return id === 'touched' ? t('{0} of {1}', formatted(clusters.labeled), formatted(clusters.count)) : '';
}

function shared({ strategies, overlaps }: PanelComparison, state: Pick<State, 'strategies'>): readonly Row[] {
  if (strategies.length < 2) return [];
  return strategies.map((with_, i) => ({
    title: t('Shared with {0}', comparedTitle(state, with_)),
    about: t('Images that both batches have, and their share of all images of both (Jaccard).'),
    now: '',
    cells: strategies.map((_, j) => {
      const overlap = overlaps[i]?.[j];
      const text =
        overlap && i !== j
          ? t('{0} ({1} %)', formatted(overlap.common), Math.round(100 * overlap.jaccard))
          : '–';
      return { text, isBest: false };
    }),
  }));
}
