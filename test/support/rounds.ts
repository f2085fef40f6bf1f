import { gather, matrix, row } from '../../src/core/math/matrix.ts';
import type { Predictions } from '../../src/core/model/predictions.ts';
import { createPool } from '../../src/core/pool.ts';
import { type RoundContext, type RoundResult, selectBatch } from '../../src/core/round.ts';
import type { Pool, Selector } from '../../src/core/selectors/selector.ts';
import type { Matrix } from '../../src/core/types.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';

const kernels = createKernels({ threads: 1 });

/** A context that lets messages through, like the engine's. */
export function roundContext(signal: AbortSignal = new AbortController().signal): RoundContext {
  const pause = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw Object.assign(new Error('Cancelled.'), { code: 'cancelled' });
  };
  return { kernels, signal, progress: () => {}, pause };
}

/** One round with the native kernels. */
export function round(
  pool: Pool,
  selector: string,
  budget: number,
  { seed = 0, parameters = {}, ctx = roundContext() } = {},
): Promise<RoundResult> {
  return selectBatch(pool, { selector, parameters, budget, seed }, ctx);
}

/** A pool with nothing labeled, or with the named rows in class 0. */
export function poolOf(embeddings: Matrix, labeled: readonly number[] = []): Pool {
  const labels = new Int32Array(embeddings.rows).fill(-1);
  for (const row of labeled) labels[row] = 0;
  return createPool({ labels, classCount: labeled.length > 0 ? 1 : 0, embeddings });
}

/** Labels that a pool needs before a strategy can work. */
export function labelsNeeded({ needs }: Selector): number {
  return needs.includes('labels') || needs.includes('probabilities') ? 2 : 0;
}

/**
 * A pool that meets the needs of a strategy: the named rows are labeled, and the lowest others where it needs more, in two
 * classes in turn; with predictions and scores for a strategy that asks for them. Else as `poolOf`.
 */
export function poolFor(selector: Selector, embeddings: Matrix, labeled: readonly number[] = []): Pool {
  const missing = Math.max(0, labelsNeeded(selector) - labeled.length);
  const others = [...Array(embeddings.rows).keys()].filter((i) => !labeled.includes(i)).slice(0, missing);
  const plain = poolOf(embeddings, [...labeled, ...others]);
  if (labelsNeeded(selector) > 0)
    for (const [position, i] of plain.labeled.entries()) plain.labels[i] = position % 2;
  return {
    ...plain,
    ...(labelsNeeded(selector) > 0 && { classCount: 2, predictions: fakePredictions(embeddings, 2) }),
    ...(selector.needs.includes('scores') && { scores: fakeScores(embeddings) }),
  };
}

/** Some rows of a pool, in this order, as a pool of their own. */
export function rowsOf(pool: Pool, rows: ArrayLike<number>): Pool {
  const { labels, classCount, embeddings, predictions, scores } = pool;
  const mayPick = new Set([...pool.labeled, ...pool.candidates]);
  return createPool({
    labels: Int32Array.from(rows, (i) => labels[i]),
    classCount,
    excluded: Array.from(rows, (i, position) => (mayPick.has(i) ? -1 : position)).filter((i) => i >= 0),
    ...(embeddings && { embeddings: gather(embeddings, rows) }),
    ...(predictions && {
      predictions: { ...predictions, probabilities: gather(predictions.probabilities, rows) },
    }),
    ...(scores && { scores: Float64Array.from(rows, (i) => scores[i]) }),
  });
}

/** Predictions that cost nothing and depend on the image alone: a soft maximum of its first numbers. */
export function fakePredictions(embeddings: Matrix, classCount: number): Predictions {
  const probabilities = matrix(embeddings.rows, classCount);
  for (let i = 0; i < embeddings.rows; i++) {
    const values = row(embeddings, i);
    if (!values.every(Number.isFinite)) continue;
    const powers = Array.from({ length: classCount }, (_, k) => Math.exp(3 * (values[k] ?? 0)));
    const sum = powers.reduce((total, power) => total + power, 0);
    row(probabilities, i).set(powers.map((power) => power / sum));
  }
  return { probabilities, source: 'fake.csv', isCalibrated: false };
}

/** Scores that depend on the image alone. */
export function fakeScores(embeddings: Matrix): Float64Array {
  return Float64Array.from({ length: embeddings.rows }, (_, i) =>
    Math.sin(100 * (row(embeddings, i)[0] ?? 0)),
  );
}

export function indicesOf(result: RoundResult): readonly number[] {
  return result.picks.map(({ index }) => index);
}
