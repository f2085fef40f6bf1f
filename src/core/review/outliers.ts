import { type Check, tooEarly } from './check.ts';

/** Images from which on a distance is unusual or not. */
const leastImages = 20;
/** Tail of a robust normal distribution: the threshold in deviations above the median. */
const deviations = 5;
/** Median absolute deviation of a normal distribution over its standard deviation. */
const madOfNormal = 0.6745;
/** A finding for more images than this share of all would say that the threshold is wrong. */
const largestShare = 0.05;

/**
 * Images far from all others: the mean distance to the ten nearest (rows scaled to length 1) lies more than five robust
 * deviations above the median (median absolute deviation / 0.6745, Iglewicz and Hoaglin 1993).
 */
export const outliers: Check = {
  id: 'outliers',
  title: 'Outliers',
  summary: 'Images that are unlike all others.',
  needs: ['embeddings', 'neighbors'],
  async run(pool, ctx) {
    const { rows, neighbors } = await ctx.graph();
    if (rows.length < leastImages)
      return tooEarly(
        `Outliers are looked for from ${leastImages} embedded images on; there are ${rows.length}.`,
      );
    const { k, distances } = neighbors;
    const takesPart = new Set(pool.rows);
    const means = Float64Array.from(rows, (_, node) => {
      let sum = 0;
      let count = 0;
      for (let at = node * k; at < (node + 1) * k && neighbors.indices[at] >= 0; at++, count++)
        sum += Math.sqrt(distances[at]);
      return sum / Math.max(1, count);
    });
    await ctx.pause();
    const middle = medianOf(means);
    const deviation = medianOf(means.map((mean) => Math.abs(mean - middle))) / madOfNormal;
    const threshold = middle + deviations * Math.max(deviation, 1e-6);
    const far = [...rows.keys()]
      .filter((node) => takesPart.has(rows[node]) && means[node] > threshold && means[node] > 1e-6)
      .sort((a, b) => means[b] - means[a] || (pool.names[rows[a]] < pool.names[rows[b]] ? -1 : 1))
      .slice(0, Math.ceil(largestShare * rows.length));
    const findings = far.map((node) => ({
      rows: Int32Array.of(rows[node]),
      severity: 1 - threshold / (2 * means[node]),
      text: `It is unlike all others: its nearest images are ${times(means[node] / Math.max(middle, 1e-6))} as far from it as is usual here.`,
      evidence: { distance: means[node], 'usual distance': middle },
      suggestion: { kind: 'skip' as const },
    }));
    return { findings, note: '' };
  },
};

function times(factor: number): string {
  return factor > 100 ? 'more than 100 times' : `${factor.toFixed(1)} times`;
}

/** The middle value, of an even number the lower one; NaN of none. */
function medianOf(values: Float64Array): number {
  return values.slice().sort()[(values.length - 1) >> 1] ?? Number.NaN;
}
