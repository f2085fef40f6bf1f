import { createRequire } from 'node:module';
import type { Neighbors } from '../../src/core/kernels.ts';

interface UmapJs {
  setPrecomputedKNN(indices: number[][], distances: number[][]): void;
  initializeFit(X: number[][]): number;
  step(): number;
  getEmbedding(): number[][];
}

type CreateUmapJs = new (options: Readonly<Record<string, unknown>>) => UmapJs;

/** umap-js from the same graph of neighbors, in two parts to be timed; undefined where it is not installed. */
export function umapJs(
  neighbors: Neighbors,
  options: { readonly minDistance: number; readonly epochs: number; readonly random: () => number },
): { readonly initialize: () => void; readonly run: () => Float32Array } | undefined {
  const UMAP = load();
  if (UMAP === undefined) return undefined;
  const { k, indices, distances } = neighbors;
  const rows = indices.length / k;
  const { minDistance: minDist, epochs: nEpochs, random } = options;
  const umap = new UMAP({ nComponents: 2, nNeighbors: k + 1, minDist, nEpochs, random });
  const listOf = (values: ArrayLike<number>, first: (row: number) => number): number[][] =>
    Array.from({ length: rows }, (_, row) => [
      first(row),
      ...Array.from({ length: k }, (__, s) => values[row * k + s]),
    ]);
  return {
    initialize() {
      const self = listOf(indices, (row) => row);
      umap.setPrecomputedKNN(
        self,
        listOf(Float32Array.from(distances, Math.sqrt), () => 0),
      );
      umap.initializeFit(Array.from({ length: rows }, (_, row) => [row]));
    },
    run() {
      for (let epoch = 0; epoch < nEpochs; epoch++) umap.step();
      return Float32Array.from(umap.getEmbedding().flat());
    },
  };
}

/** Only measurements need it: whoever has not installed it can do all else. */
function load(): CreateUmapJs | undefined {
  try {
    return (createRequire(import.meta.url)('umap-js') as { UMAP: CreateUmapJs }).UMAP;
  } catch {
    return undefined;
  }
}
