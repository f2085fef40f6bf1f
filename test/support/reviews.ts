import { fitHead } from '../../src/core/model/head.ts';
import type { ReviewedPool } from '../../src/core/review/check.ts';
import type { Finding, ReviewCheck } from '../../src/core/review/finding.ts';
import { type Review, type ReviewTools, review } from '../../src/core/review/review.ts';
import { headContext } from './heads.ts';
import { roundContext } from './rounds.ts';

/** A pool of so many images called `000`, `001`, …; nothing is labeled, embedded or a file. */
export function reviewedPool(size: number, parts: Partial<ReviewedPool> = {}): ReviewedPool {
  const names = Array.from({ length: size }, (_, i) => String(i).padStart(3, '0'));
  return {
    size,
    names,
    classes: [],
    labels: new Int32Array(size).fill(-1),
    rows: Int32Array.from(names.keys()),
    ...parts,
  };
}

/** Runs some checks with the native kernels. */
export function reviewOf(
  pool: ReviewedPool,
  checks: readonly ReviewCheck[],
  tools: Partial<ReviewTools> = {},
): Promise<Review> {
  return review(
    pool,
    { checks, seed: 0 },
    {
      ...roundContext(tools.signal),
      now: () => performance.now(),
      fitHead: (labeled) => fitHead(labeled, { choice: 'softmax' }, headContext(0, tools.signal)),
      ...tools,
    },
  );
}

/** What one check found. */
export async function foundBy(
  check: ReviewCheck,
  pool: ReviewedPool,
  tools: Partial<ReviewTools> = {},
): Promise<readonly Finding[]> {
  return (await reviewOf(pool, [check], tools)).findings;
}

/** The rows of each finding. */
export function rowsOfEach(findings: readonly Finding[]): readonly (readonly number[])[] {
  return findings.map(({ rows }) => [...rows]);
}

/** The same images in another order: row i of the result is row `order[i]` of the pool. */
export function reordered(pool: ReviewedPool, order: Int32Array): ReviewedPool {
  const { names, labels, rows, embeddings, contents, bytes, splits } = pool;
  const takesPart = new Set(rows);
  return {
    ...pool,
    names: Array.from(order, (i) => names[i]),
    labels: order.map((i) => labels[i]),
    rows: Int32Array.from(order.keys()).filter((i) => takesPart.has(order[i])),
    ...(contents && { contents: order.map((i) => contents[i]) }),
    ...(bytes && { bytes: Float64Array.from(order, (i) => bytes[i]) }),
    ...(splits && { splits: { ...splits, of: order.map((i) => splits.of[i]) } }),
    ...(embeddings && {
      embeddings: {
        ...embeddings,
        data: Float32Array.from({ length: embeddings.data.length }, (_, at) => {
          const row = Math.floor(at / embeddings.cols);
          return embeddings.data[order[row] * embeddings.cols + (at % embeddings.cols)];
        }),
      },
    }),
  };
}
