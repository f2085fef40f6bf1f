import type { ParameterSpec, ParameterValue } from './selector.ts';

/** Clusters that all starts together make. */
const clustersStarted = 3000;

/** How often k-means of the images starts anew, as a parameter of a selector. */
export const restartsParameter: ParameterSpec = {
  kind: 'integer',
  default: 0,
  min: 0,
  max: 100,
  title: 'Starts of k-means; 0: up to 30 for up to 2,500 images, 3 for up to 10,000, else 1',
};

/**
 * The number of starts that the parameter stands for. The published code of TypiClust starts 10 times (scikit-learn's
 * n_init of its day). On 1,912 photos in 40 clusters the classes that a batch touches swing from 29 to 34 with the seed
 * after 10 starts and from 30 to 35 after 30, so small pools, where a start costs milliseconds, get 30; fewer where there
 * are many clusters, which cost more and swing less.
 */
export function restartsOf(
  parameter: ParameterValue | undefined,
  images: number,
  clusters: number,
  most = 30,
): number {
  if (Number(parameter) > 0) return Number(parameter);
  if (images <= 2500) return Math.min(most, Math.max(3, Math.floor(clustersStarted / clusters)));
  return images <= 10_000 ? 3 : 1;
}
