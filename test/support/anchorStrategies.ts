import { row, squaredDistance, squaredNorm } from '../../src/core/math/matrix.ts';
import { selectorIds } from '../../src/core/selectors/registry.ts';
import type { Strategy } from '../../src/core/simulate/simulation.ts';
import type { Matrix } from '../../src/core/types.ts';
import { median } from './measurement.ts';

/** The strategies of the anchor table, with the parameters they had there; those that are not in the registry are left out. */
export function anchorStrategies(embeddings: Matrix): readonly Strategy[] {
  const plain = { diversity: 'none' };
  const half = { sigma: medianDistance(embeddings) / 2 };
  const all = [
    strategy('random'),
    strategy('k-center'),
    strategy('prob-cover'),
    strategy('max-herding', { sigma: 1 }, ', sigma 1'),
    strategy('max-herding', { sigma: 'median' }, ', sigma median'),
    strategy('max-herding', half, ', sigma half the median'),
    strategy('k-medoids-init'),
    strategy('typiclust', { restarts: 3 }),
    strategy('active-ft'),
    strategy('least-confidence', plain),
    strategy('margin', plain),
    strategy('entropy', plain),
    strategy('margin', { diversity: 'kmeans' }, ', spread by k-means'),
    strategy('badge'),
    { ...strategy('uherding', { sigma: 'median' }), start: 'max-herding' as const },
    { ...strategy('drop-query'), start: 'max-herding' as const },
    strategy('bal'),
  ];
  return all.filter(({ selector }) => selectorIds.includes(selector));
}

function strategy(selector: string, parameters: Strategy['parameters'] = {}, suffix = ''): Strategy {
  return { name: `${selector}${suffix}`, selector, parameters };
}

/** Median distance between 256 rows, evenly spread, as if each had length 1. */
function medianDistance(m: Matrix): number {
  const rows = Array.from({ length: 256 }, (_, i) => Math.floor((i * m.rows) / 256));
  const norms = rows.map((i) => squaredNorm(row(m, i)));
  const squares = rows.flatMap((i, a) =>
    rows.slice(0, a).map((j, b) => {
      const product = (norms[a] + norms[b] - squaredDistance(m, i, m, j)) / 2;
      return 2 - (2 * product) / Math.sqrt(norms[a] * norms[b]);
    }),
  );
  return Math.sqrt(median(squares));
}
