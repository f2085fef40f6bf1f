import type { Neighbors } from '../kernels.ts';
import { overRows } from '../math/matrix.ts';
import type { Graph } from './fuzzySet.ts';

/**
 * The undirected graph of directed edges (N x k ends, -1 = none, with their strengths): of two directions a and b the
 * fuzzy union a + b - a b. Edges of strength 0 are left out.
 */
export async function symmetricUnion(
  { k, indices }: Pick<Neighbors, 'k' | 'indices'>,
  strengths: Float32Array,
  pause: () => Promise<void>,
): Promise<Graph> {
  const rows = indices.length / k;
  const back = await transposed(indices, k, pause);
  const starts = new Int32Array(rows + 1);
  const ends = new Int32Array(2 * indices.length);
  const weights = new Float32Array(2 * indices.length);
  // Where the edge to a node lies, if it lies among those of the row in work.
  const placeOf = new Int32Array(rows).fill(-1);
  let count = 0;
  await overRows({ rows, cols: 4 * k }, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const first = count;
      for (let at = i * k; at < (i + 1) * k; at++) {
        if (indices[at] < 0 || strengths[at] <= 0) continue;
        placeOf[indices[at]] = count;
        ends[count] = indices[at];
        weights[count++] = strengths[at];
      }
      for (let b = back.starts[i]; b < back.starts[i + 1]; b++) {
        const strength = strengths[back.places[b]];
        if (strength <= 0) continue;
        const j = Math.floor(back.places[b] / k);
        const place = placeOf[j];
        if (place >= first) weights[place] += strength - weights[place] * strength;
        else {
          ends[count] = j;
          weights[count++] = strength;
        }
      }
      starts[i + 1] = count;
    }
  });
  return { starts, ends: ends.slice(0, count), weights: weights.slice(0, count) };
}

/** For each node the places of the edges that end at it: places[starts[i]]..places[starts[i + 1] - 1], ascending. */
async function transposed(
  indices: Int32Array,
  k: number,
  pause: () => Promise<void>,
): Promise<{ readonly starts: Int32Array; readonly places: Int32Array }> {
  const rows = indices.length / k;
  const starts = new Int32Array(rows + 1);
  for (let at = 0; at < indices.length; at++) if (indices[at] >= 0) starts[indices[at] + 1]++;
  for (let i = 0; i < rows; i++) starts[i + 1] += starts[i];
  await pause();
  const places = new Int32Array(starts[rows]);
  const next = starts.slice(0, rows);
  await overRows({ rows, cols: k }, pause, (from, to) => {
    for (let at = from * k; at < to * k; at++) if (indices[at] >= 0) places[next[indices[at]]++] = at;
  });
  return { starts, places };
}
