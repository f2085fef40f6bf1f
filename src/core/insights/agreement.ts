import type { HeadContext } from '../model/head.ts';
import type { Estimate } from '../model/predictions.ts';
import { accuracyOf, type LabelSet, rightOf } from './labelSet.ts';
import type { PastRound } from './pastRound.ts';

/**
 * How often what a head would have said of the images of each batch before they were labeled is the label they have now:
 * logistic regression on the labels there were when the batch was chosen. Nothing of the batch was known to it, so for such
 * images this is an honest accuracy; strategies that look for doubt choose images on which it is low. Undefined for a batch
 * before which fewer than two classes had a label, or of which nothing is labeled.
 */
export async function agreements(
  labels: LabelSet,
  rounds: readonly PastRound[],
  ctx: HeadContext,
): Promise<readonly (Estimate | undefined)[]> {
  const positionOf = new Map(Array.from(labels.rows, (row, i) => [row, i]));
  const positions = (rows: Int32Array): Int32Array =>
    Int32Array.from(Array.from(rows, (row) => positionOf.get(row) ?? -1).filter((i) => i >= 0)).sort();
  const found: (Estimate | undefined)[] = [];
  for (const [r, { labeled, picks }] of rounds.entries()) {
    const told = positions(labeled);
    const then = new Set(told);
    const asked = positions(picks).filter((i) => !then.has(i));
    const classes = new Set(told.map((i) => labels.targets[i])).size;
    const canSay = classes >= 2 && asked.length > 0;
    const quiet = { ...ctx, progress: () => {} };
    found.push(canSay ? accuracyOf([...(await rightOf(labels, told, asked, quiet))]) : undefined);
    ctx.progress({ phase: 'train', done: r + 1, total: rounds.length });
    await ctx.pause();
  }
  return found;
}
