// Seconds of k-means with a number of clusters by silhouette, and of a search for similar images, on 50,000 x 512; how often
// similar images are of the same class.   node --import tsx test/acceptance/clusters.ts
import { clusterImages, type ImageClusters } from '../../src/core/cluster/clusterImages.ts';
import { createRng } from '../../src/core/rng.ts';
import { type SimilarRows, similarRows } from '../../src/core/similar/similar.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { reportLoad, secondsOf, threads } from '../support/bench.ts';
import { type EmbeddedSet, embeddedSet } from '../support/embeddedSets.ts';
import { median, report, skip } from '../support/measurement.ts';
import { roundContext } from '../support/rounds.ts';

const queries = 500;
const neighbors = 20;

async function main(): Promise<void> {
  const set = await embeddedSet('cifar10');
  if (set === undefined) return skip('clusters and similar images of cifar10', 'the data is not here');
  reportLoad();
  await measureClusters(set);
  await measureSimilar(set);
}

async function measureClusters({ embeddings, labels }: EmbeddedSet): Promise<void> {
  const context = { ...roundContext(), kernels: createKernels({ threads }) };
  const size = `${embeddings.rows} x ${embeddings.cols}`;
  const found: ImageClusters[] = [];
  for (const k of ['auto', 10, 100] as const) {
    const seconds = await secondsOf(async () => {
      found.push(await clusterImages(embeddings, { k, seed: 0 }, context));
    });
    tell(`clusters, ${size}, k = ${k}`, seconds, 's');
  }
  const [auto, ten, hundred] = found;
  tell(`clusters, ${size}: k by silhouette (${words(auto)})`, auto.clusters.length, 'clusters');
  for (const [name, clusters] of [
    ['auto', auto],
    ['10', ten],
    ['100', hundred],
  ] as const)
    tell(
      `clusters, k = ${name}: images of their cluster's majority class`,
      100 * purity(clusters, labels),
      '%',
    );
}

async function measureSimilar({ embeddings, labels }: EmbeddedSet): Promise<void> {
  const { pause } = roundContext();
  const rng = createRng('similar');
  const seconds: number[] = [];
  const none = new Int32Array(0);
  let agreed = 0;
  let refined = 0;
  for (let query = 0; query < queries; query++) {
    const row = rng.below(embeddings.rows);
    const search = async (unlike: Int32Array): Promise<SimilarRows> =>
      similarRows(embeddings, { like: Int32Array.of(row), unlike, count: neighbors }, pause);
    const isSame = (i: number): boolean => labels[i] === labels[row];
    let plain: SimilarRows | undefined;
    seconds.push(
      await secondsOf(async () => {
        plain = await search(none);
      }),
    );
    if (plain === undefined) continue;
    agreed += plain.rows.filter(isSame).length;
    // A person turns down the three nearest that are of another class; whatever else comes is counted.
    const wrong = plain.rows.filter((i) => !isSame(i)).subarray(0, 3);
    refined += (await search(wrong)).rows.filter(isSame).length;
  }
  tell(`similar images of one, ${embeddings.rows} x ${embeddings.cols}, median`, median(seconds), 's');
  const all = queries * neighbors;
  tell(`similar images: of the class of the image, ${neighbors} nearest`, (100 * agreed) / all, '%');
  tell('similar images: the same, less like the three nearest of another class', (100 * refined) / all, '%');
}

function purity({ assignments, clusters }: ImageClusters, labels: Int32Array): number {
  const counts = clusters.map(() => new Map<number, number>());
  for (const [row, cluster] of assignments.entries())
    if (cluster >= 0) counts[cluster].set(labels[row], (counts[cluster].get(labels[row]) ?? 0) + 1);
  return counts.reduce((sum, perClass) => sum + Math.max(...perClass.values()), 0) / labels.length;
}

function words({ silhouettes }: ImageClusters): string {
  return silhouettes.map(({ k, silhouette }) => `${k}: ${silhouette.toFixed(3)}`).join(', ');
}

function tell(item: string, value: number, unit: string): void {
  report({ item, value: Math.round(1000 * value) / 1000, unit, target: '', pass: null });
}

void main();
