import { createPool } from '../../../src/core/pool.ts';
import type { Pool } from '../../../src/core/selectors/selector.ts';
import { normalMatrix } from '../../support/syntheticData.ts';

const columns = 20;

/** Normal points in two classes, on this and that side of a plane through their middle. The first `labeled` have a label. */
export function halfSpaces(rows: number, labeled = rows): Pool {
  const embeddings = normalMatrix(rows, columns, 3);
  const at = (i: number, j: number): number => embeddings.data[i * columns + j];
  const labels = Int32Array.from({ length: rows }, (_, i) => {
    if (i >= labeled) return -1;
    return at(i, 0) + at(i, 1) > 0 ? 1 : 0;
  });
  return createPool({ labels, classCount: 2, embeddings });
}
