// The exact 20 nearest of 50,000 x 512 for 10,000 of its rows, against scikit-learn's brute force on the same rows.
import { readFileSync } from 'node:fs';
import { slice } from '../../src/core/math/matrix.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import {
  benchData,
  columns,
  interleave,
  isSmall,
  reportAtLeast,
  reportLoad,
  rows,
  scikitLearn,
  secondsOf,
  threads,
} from '../support/bench.ts';
import { skip } from '../support/measurement.ts';

const kernels = createKernels({ threads });
const queries = isSmall ? 500 : 10_000;
const k = 20;

/** Share of the true neighbors found. Distances equal to float32 rounding count as the same neighbor. */
function recall(found: Int32Array, distances: Float32Array, truth: Int32Array, kth: Float32Array): number {
  let hits = 0;
  for (let i = 0; i < queries; i++) {
    const expected = new Set(truth.subarray(i * k, (i + 1) * k));
    for (let slot = i * k; slot < (i + 1) * k; slot++)
      if (expected.has(found[slot]) || Math.sqrt(distances[slot]) <= kth[i] * (1 + 1e-5)) hits++;
  }
  return hits / found.length;
}

async function main(): Promise<void> {
  const X = benchData();
  reportLoad();
  const sklearn = scikitLearn({ x: X.data });
  if (sklearn === undefined) return skip('exact 20-NN against scikit-learn', 'scikit-learn is not installed');
  let found = await kernels.nearest(slice(X, 0, 100), X, k);
  const seconds = await interleave({
    ours: () =>
      secondsOf(async () => {
        found = await kernels.nearest(slice(X, 0, queries), X, k);
      }),
    'scikit-learn brute': () =>
      sklearn.run(`
import json, time, numpy, sklearn.neighbors
x = numpy.fromfile('x', '<f4').reshape(${rows}, ${columns})
model = sklearn.neighbors.NearestNeighbors(n_neighbors=${k}, algorithm='brute', n_jobs=-1).fit(x)
model.kneighbors(x[:100])
begin = time.perf_counter()
distances, indices = model.kneighbors(x[:${queries}])
seconds = time.perf_counter() - begin
indices.astype('<i4').tofile('indices')
distances[:, -1].astype('<f4').tofile('kth')
print(json.dumps(seconds))
`) as number,
  });
  const bytesOf = (name: string): ArrayBuffer => new Uint8Array(readFileSync(sklearn.file(name))).buffer;
  const share = recall(
    found.indices,
    found.distances,
    new Int32Array(bytesOf('indices')),
    new Float32Array(bytesOf('kth')),
  );
  sklearn.close();
  reportAtLeast(`exact ${k}-NN against scikit-learn brute`, seconds['scikit-learn brute'] / seconds.ours, 3);
  reportAtLeast(`exact ${k}-NN, recall against scikit-learn brute`, share, 1, '');
  reportLoad();
  await kernels.release();
}

void main();
