import type { CountTry } from './chooseCount.ts';

/** Below this there is no substantial structure (Kaufman and Rousseeuw 1990, table 4). */
const clearSilhouette = 0.25;

/** What a person should know of how images were grouped. */
export function clusterNotes({
  asked,
  tries,
  found,
  fitted,
  clustered,
  wanted,
}: {
  readonly asked: number | 'auto';
  readonly tries: readonly CountTry[];
  readonly found: number;
  /** Images that k-means looked at, those in a cluster, and those that were to be. */
  readonly fitted: number;
  readonly clustered: number;
  readonly wanted: number;
}): readonly string[] {
  const notes: string[] = [];
  if (wanted > clustered) {
    const missing = wanted - clustered;
    notes.push(
      `${missing.toLocaleString('en')} ${missing === 1 ? 'image has' : 'images have'} no embedding, so no cluster.`,
    );
  }
  if (asked !== 'auto' && found < asked)
    notes.push(
      `There ${found === 1 ? 'is one cluster' : `are ${found} clusters`}, not ${asked}: no more images differ from each other.`,
    );
  if (asked === 'auto' && found === 1)
    notes.push(
      clustered < 3
        ? 'There are too few images to tell groups apart.'
        : 'There is one cluster: the images do not differ enough to tell groups apart.',
    );
  const [fewest] = tries;
  if (asked === 'auto' && fewest?.k === found && fewest.silhouette < clearSilhouette)
    notes.push(
      `The images fall into no clear groups (the best silhouette is ${fewest.silhouette.toFixed(2)} of 1); choose a number for smaller ones.`,
    );
  if (clustered > fitted)
    notes.push(
      `k-means looked at a random ${fitted.toLocaleString('en')} of the ${clustered.toLocaleString('en')} images; the others joined the cluster with the nearest mean.`,
    );
  return notes;
}
