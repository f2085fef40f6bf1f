// The exact 20 nearest among 50,000 x 512 of 10,000 of its rows, and among 20,000 x 512 of all of its rows (the graph of
// neighbors), against scikit-learn's brute force on the same rows.
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
const graphRows = isSmall ? 2000 : 20_000;
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

/** scikit-learn's script: the nearest among the first `among` rows of the first `of`; prints its seconds. */
function brute(among: number, of: number, save: boolean): string {
  return `
import json, time, numpy, sklearn.neighbors
x = numpy.fromfile('x', '<f4').reshape(${rows}, ${columns})[:${among}]
model = sklearn.neighbors.NearestNeighbors(n_neighbors=${k}, algorithm='brute', n_jobs=-1).fit(x)
model.kneighbors(x[:100])
begin = time.perf_counter()
distances, indices = model.kneighbors(x[:${of}])
seconds = time.perf_counter() - begin
if ${save ? 'True' : 'False'}:
    indices.astype('<i4').tofile('indices')
    distances[:, -1].astype('<f4').tofile('kth')
print(json.dumps(seconds))
`;
}

async function main(): Promise<void> {
  const X = benchData();
  reportLoad();
  const sklearn = scikitLearn({ x: X.data });
  if (sklearn === undefined) return skip('exact 20-NN against scikit-learn', 'scikit-learn is not installed');
  let found = await kernels.nearest(slice(X, 0, 100), X, k);
  const graph = slice(X, 0, graphRows);
  const seconds = await interleave({
    ours: () =>
      secondsOf(async () => {
        found = await kernels.nearest(slice(X, 0, queries), X, k);
      }),
    'scikit-learn brute': () => sklearn.run(brute(rows, queries, true)) as number,
    'ours, graph': () => secondsOf(() => kernels.nearest(graph, graph, k)),
    'scikit-learn brute, graph': () => sklearn.run(brute(graphRows, graphRows, false)) as number,
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
  reportAtLeast(
    `graph of ${k}-NN of ${graphRows} rows against scikit-learn brute`,
    seconds['scikit-learn brute, graph'] / seconds['ours, graph'],
    3,
  );
  reportAtLeast(`exact ${k}-NN, recall against scikit-learn brute`, share, 1, '');
  reportLoad();
  await kernels.release();
}

void main();
