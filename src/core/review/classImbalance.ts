import type { Check, Found } from './check.ts';

/** A class of fewer labels than this share of the even one is rare. */
const rareShare = 0.25;
/** Rare classes that are told one by one. */
const mostTold = 20;

/** Classes with far fewer labels than an even share, the rarest first, and how even the labels are as a whole. */
export const classImbalance: Check = {
  id: 'class-imbalance',
  title: 'Class imbalance',
  summary: 'Classes with far fewer labels than the others.',
  needs: ['labels'],
  async run({ labels, classes, names, rows }) {
    const counts = new Int32Array(classes.length);
    const first = new Int32Array(classes.length).fill(-1);
    let total = 0;
    for (const row of rows) {
      const c = labels[row];
      if (c < 0) continue;
      total++;
      counts[c]++;
      if (first[c] < 0 || names[row] < names[first[c]]) first[c] = row;
    }
    const even = total / Math.max(1, classes.length);
    const rare = [...counts.keys()]
      .filter((c) => counts[c] < rareShare * even)
      .sort((a, b) => counts[a] - counts[b] || (classes[a] < classes[b] ? -1 : 1));
    const findings = rare.slice(0, mostTold).map(
      (c): Found => ({
        rows: first[c] < 0 ? new Int32Array(0) : Int32Array.of(first[c]),
        identity: [classes[c]],
        severity: 1 - counts[c] / even,
        text: `"${classes[c]}" has ${counts[c]} of ${total} labels; an even share would be ${Math.round(even)}.`,
        evidence: { labels: counts[c], 'even share': even },
      }),
    );
    const balance = `The labels are ${Math.round(100 * evenness(counts, total))} % as even as they can be (entropy), over ${classes.length} classes`;
    const more = rare.length > mostTold ? `, ${rare.length - mostTold} more of which are rare` : '';
    return { findings, note: `${balance}${more}.` };
  },
};

/** Entropy of the class sizes over that of even ones: 1 = even, 0 = all in one class. */
function evenness(counts: Int32Array, total: number): number {
  if (counts.length < 2) return 1;
  let entropy = 0;
  for (const count of counts) if (count > 0) entropy -= (count / total) * Math.log(count / total);
  return entropy / Math.log(counts.length);
}
