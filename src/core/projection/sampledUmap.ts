import type { Neighbors } from '../kernels.ts';
import { gather } from '../math/matrix.ts';
import { rowsWhere } from '../math/rowsWhere.ts';
import { createRng } from '../rng.ts';
import type { Matrix } from '../types.ts';
import { byCell, cellSearch, drawFromCells, makeCells } from './cells.ts';
import { type Layout, layoutInSteps } from './layout.ts';
import { place } from './place.ts';
import { type ProjectionContext, startUmap, type UmapOptions } from './umap.ts';

const rowsPerCell = 100;
const rowsPerStep = 1000;
/** Share of the time that the layout of the sample takes, for the estimate. */
const fitShare = 0.4;

export interface SampledUmap {
  readonly layout: Layout;
  /** Rows that are laid out, ascending; the others are placed beside them. */
  readonly fitted: Int32Array;
  /** Of the fitted rows, as positions among them. */
  readonly neighbors: Neighbors;
  readonly cells: number;
}

/**
 * UMAP of more rows than a graph of all can be made of: a diverse sample is laid out (drawn from the cells of k-means by their
 * size, with some of each), then the rest is placed by its nearest neighbors among it.
 */
export async function startSampledUmap(
  components: Matrix,
  options: UmapOptions & { readonly sampleRows: number },
  ctx: ProjectionContext,
): Promise<SampledUmap> {
  const { neighbors: k, minDistance, seed, sampleRows } = options;
  const rng = createRng(seed).fork('sample');
  const cells = await makeCells(components, Math.max(1, Math.round(sampleRows / rowsPerCell)), rng, ctx);
  const fitted = drawFromCells(cells, sampleRows, k, rng);
  const { layout: fit, neighbors } = await startUmap(gather(components, fitted), options, ctx);
  const search = await cellSearch(components, cells, fitted, k, ctx);
  const points = new Float32Array(2 * components.rows).fill(Number.NaN);
  const isFitted = new Uint8Array(components.rows);
  for (const row of fitted) isFitted[row] = 1;
  const rest = rowsWhere(components.rows, (row) => isFitted[row] === 0);
  await ctx.pause();
  const fresh = byCell(cells, rest);
  const placing = place({ points, fresh, fixed: fitted, search, rowsPerStep, minDistance, seed });

  async function* steps(): AsyncGenerator<void> {
    for await (const _ of stepsOf(fit)) {
      for (let position = 0; position < fitted.length; position++) {
        points[2 * fitted[position]] = fit.points[2 * position];
        points[2 * fitted[position] + 1] = fit.points[2 * position + 1];
      }
      yield;
    }
    yield* stepsOf(placing);
  }
  const share = (): number => fitShare * fit.share + (1 - fitShare) * placing.share;
  const layout = layoutInSteps(points, share, steps());
  return { layout, fitted, neighbors, cells: cells.centers.rows };
}

async function* stepsOf(layout: Layout): AsyncGenerator<void> {
  while (layout.share < 1) {
    await layout.advance(
      async () => {},
      () => true,
    );
    yield;
  }
}
