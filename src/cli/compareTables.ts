import type { BatchMeasures } from '../core/compare/measures.ts';
import type { ComparedStrategy, CompareResult } from '../protocol/compare.ts';
import { bestValues, type CompareMeasure, compareMeasures, measureText } from '../protocol/compareTable.ts';
import { aligned } from './simulateTables.ts';

const titles: Readonly<Record<CompareMeasure['id'], string>> = {
  mean: 'mean distance to a label',
  radius: 'largest distance to a label',
  touched: 'clusters touched',
  fresh: 'of those without a label',
  closePairs: 'near-equal pairs inside',
  apart: 'median distance inside',
  balance: 'expected class balance',
  seconds: 'seconds',
};

const mostClasses = 10;

/** A comparison as a person reads it: a table with the best values marked, what the batches share, and the expected classes. */
export function compareTables({ ground, strategies, overlaps, classes }: CompareResult): string {
  const refused = strategies.flatMap((one) =>
    one.kind === 'refused' ? [`${one.selector}: ${one.message}`] : [],
  );
  const batches = strategies.flatMap((one) =>
    one.kind === 'batch' ? [{ ...one, name: nameOf(one), seconds: one.batch.seconds }] : [],
  );
  const parts = [groundText(ground)];
  if (batches.length > 0) {
    const rows = compareMeasures.map((measure) => {
      const values = batches.map(measure.value);
      const best = bestValues(measure, values);
      return [
        titles[measure.id],
        ...values.map((value, i) => `${measureText(measure, value)}${best[i] ? ' *' : '  '}`),
      ];
    });
    const head = ['* the best', ...batches.map(({ name }) => `${name}  `)];
    const picks = ['picks', ...batches.map(({ batch }) => `${batch.picks.length}  `)];
    parts.push(aligned([head, picks, ...rows]).join('\n'));
    parts.push(sharedText(strategies, overlaps));
    if (batches.some(({ measures }) => measures.mix.length > 0))
      parts.push(
        [
          'Expected classes:',
          ...batches.map(({ name, measures }) => `  ${name}: ${mixText(measures, classes)}`),
        ].join('\n'),
      );
  }
  return [...parts, ...refused].join('\n\n');
}

function nameOf(strategy: ComparedStrategy): string {
  if (strategy.kind === 'refused') return strategy.selector;
  const { selector, chosen } = strategy.batch;
  return chosen === undefined ? selector : `${selector} (${chosen.selector})`;
}

function groundText({ labeled, candidates, coverage, clusters }: CompareResult['ground']): string {
  const before =
    coverage === undefined
      ? 'nothing is labeled yet'
      : `mean distance to a label ${coverage.mean.toFixed(3)}, largest ${coverage.radius.toFixed(3)}`;
  const by = clusters.by === 'own' ? 'of your own' : 'by k-means';
  return `Before: ${labeled} labeled, ${candidates} to choose from; ${before}; ${clusters.count} clusters ${by}, ${clusters.labeled} with a label.`;
}

function sharedText(strategies: CompareResult['strategies'], overlaps: CompareResult['overlaps']): string {
  const lines = strategies.flatMap((a, i) =>
    strategies.slice(i + 1).flatMap((b, j) => {
      const overlap = overlaps[i]?.[i + 1 + j];
      if (!overlap) return [];
      const share = `${Math.round(100 * overlap.jaccard)} %`;
      return [`  ${nameOf(a)}, ${nameOf(b)}: ${overlap.common} (${share} of their picks)`];
    }),
  );
  return lines.length === 0 ? 'There is nothing to share.' : ['Picks in common:', ...lines].join('\n');
}

function mixText({ mix }: BatchMeasures, classes: readonly string[]): string {
  const named = mix.map(({ class: c, count }) => `${c < 0 ? 'unknown' : (classes[c] ?? c)} ${count}`);
  const rest = named.length - mostClasses;
  return [...named.slice(0, mostClasses), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
