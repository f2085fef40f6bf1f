import { expect, it } from 'vitest';
import { gather, matrix } from '../../../src/core/math/matrix.ts';
import { createPool } from '../../../src/core/pool.ts';
import { selectBatch } from '../../../src/core/round.ts';
import { selectorIds } from '../../../src/core/selectors/registry.ts';
import { indicesOf, roundContext } from '../../support/rounds.ts';
import { clusteredMatrix } from '../../support/syntheticData.ts';

const originals = 60;

/** 60 points, each there twice, in three folders of different size; with labels, predictions and scores. */
function pool() {
  const { points } = clusteredMatrix(originals, 8, 5, 1, 0.6);
  const rows = Array.from({ length: 2 * originals }, (_, row) => row % originals);
  const labels = Int32Array.from(rows, (_, row) => (row < 4 ? row % 2 : -1));
  const probabilities = matrix(2 * originals, 2);
  for (const row of rows.keys()) {
    const share = ((row * 37) % 101) / 101;
    probabilities.data.set([share, 1 - share], 2 * row);
  }
  return createPool({
    labels,
    classCount: 2,
    embeddings: gather(points, rows),
    predictions: { probabilities, source: 'own.csv', isCalibrated: false },
    scores: Float64Array.from(rows, (_, row) => (row * 13) % 29),
  });
}

it.each(selectorIds)('%s keeps to all constraints, and says the same twice', async (selector) => {
  const folders = Int32Array.from({ length: 2 * originals }, (_, row) =>
    row % originals < 40 ? 0 : row % 2 ? 1 : 2,
  );
  const constraints = { excludeDuplicates: 'exact', balance: 'folder', maxPerGroup: 5 } as const;
  const request = { selector, parameters: {}, budget: 11, seed: 2, constraints };
  const context = { ...roundContext(), facts: { folders, topFolders: folders } };
  const result = await selectBatch(pool(), request, context);
  const picks = indicesOf(result);
  expect(picks).toHaveLength(11);
  const distinct = new Set(picks.map((row) => row % originals));
  expect(distinct.size).toBe(11);
  for (const labeled of [0, 1, 2, 3]) expect(distinct.has(labeled)).toBe(false);
  const counts = [0, 1, 2].map((folder) => picks.filter((row) => folders[row] === folder).length);
  expect(counts.sort()).toEqual([3, 4, 4]);
  expect(await selectBatch(pool(), request, context)).toEqual(result);
});
