import { execFileSync } from 'node:child_process';
import { availableParallelism, freemem } from 'node:os';
import { matrix, row } from '../../src/core/math/matrix.ts';
import { measurePoints } from '../../src/core/math/points.ts';
import { createPool } from '../../src/core/pool.ts';
import { createRng } from '../../src/core/rng.ts';
import { selectBatch } from '../../src/core/round.ts';
import { sampleCandidates } from '../../src/core/selectors/onSample.ts';
import type { Pool } from '../../src/core/selectors/selector.ts';
import type { Matrix } from '../../src/core/types.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { report, skip } from '../support/measurement.ts';
import { fakePredictions, indicesOf, roundContext } from '../support/rounds.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';

// Time and memory at 1,000,000 x 512, one process for each strategy; and what the strategies that look at a sample there
// lose by it, at 50,000, where they look at all. `--small`: a twentieth, to see within a minute that the script runs.

const isSmall = process.argv.includes('--small');
const images = isSmall ? 50_000 : 1_000_000;
const columns = 512;
const budget = 100;
const mostMemory = 1.6;
const strategies = ['k-center', 'typiclust', 'max-herding', 'margin'];
const kernels = createKernels({ threads: availableParallelism() });

/** 20,000 generated rows, over and over with noise: as quick to make as a file of this size is to read. */
function jittered(rows: number): Matrix {
  const { points } = clusteredMatrix(20_000, columns, 200, 0, 0.7);
  const rng = createRng('jitter');
  const noise = Float32Array.from({ length: 99_991 }, () => 0.01 * rng.normal());
  const data = new Float32Array(rows * columns);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    const source = row(points, i % points.rows);
    for (let j = 0; j < columns; j++) {
      data[i * columns + j] = source[j] + noise[n];
      n = n + 1 === noise.length ? 0 : n + 1;
    }
  }
  return matrix(rows, columns, data);
}

function poolOf(embeddings: Matrix, selector: string): Pool {
  const labels = new Int32Array(embeddings.rows).fill(-1);
  const pool = createPool({ labels, classCount: 10, embeddings });
  return selector === 'margin' ? { ...pool, predictions: fakePredictions(embeddings, 10) } : pool;
}

async function picksOf(pool: Pool, selector: string): Promise<readonly number[]> {
  const request = { selector, parameters: {}, budget, seed: 0 };
  const result = await selectBatch(pool, request, { ...roundContext(), kernels });
  for (const note of result.notes) console.error(`${selector}: ${note}`);
  return indicesOf(result);
}

/** One strategy, in a process of its own: prints seconds and bytes. */
async function measure(selector: string): Promise<void> {
  const pool = poolOf(jittered(images), selector);
  const start = performance.now();
  await picksOf(pool, selector);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, bytes: process.resourceUsage().maxRSS * 1024 }));
}

function measureApart(selector: string): void {
  const words = [
    ...process.execArgv,
    process.argv[1],
    `--measure=${selector}`,
    ...(isSmall ? ['--small'] : []),
  ];
  const output = execFileSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { seconds, bytes } = JSON.parse(output) as { readonly seconds: number; readonly bytes: number };
  const ratio = bytes / (4 * images * columns);
  const item = `${selector}: ${budget} of ${images} x ${columns}, generated`;
  report({ item, value: Number(seconds.toFixed(1)), unit: 's', target: '', pass: null });
  report({
    item: `${item}: peak memory of the process, by the size of the matrix`,
    value: Number(ratio.toFixed(2)),
    unit: 'x',
    target: isSmall ? '' : `<= ${mostMemory}`,
    pass: isSmall ? null : ratio <= mostMemory,
  });
}

/** Mean over all rows of the similarity exp(-d^2) to the nearest pick: what MaxHerding maximises. */
async function coverageOf(X: Matrix, picks: readonly number[]): Promise<number> {
  const points = await measurePoints(X, async () => {});
  const distances = new Float32Array(X.rows).fill(Number.POSITIVE_INFINITY);
  const chosen = matrix(picks.length, columns);
  for (const [i, pick] of picks.entries()) row(chosen, i).set(row(X, pick));
  await kernels.relax(distances, points, chosen);
  return distances.reduce((sum, squared) => sum + Math.exp(-squared), 0) / X.rows;
}

/** A sample of the same share as at 1,000,000, and a larger one, against all of 50,000. */
async function compareWithExact(selector: string, shares: readonly number[]): Promise<void> {
  const { points } = clusteredMatrix(50_000, columns, 200, 1, 0.7);
  const pool = poolOf(points, selector);
  const exact = await picksOf(pool, selector);
  const best = await coverageOf(points, exact);
  for (const share of shares) {
    const sample = sampleCandidates(pool, share * points.rows, { rng: createRng('million') });
    const picks = await picksOf(sample, selector);
    const common = picks.filter((pick) => exact.includes(pick)).length;
    const ratio = (await coverageOf(points, picks)) / best;
    const item = `${selector} on ${100 * share} % of 50000 x ${columns}, generated`;
    report({
      item: `${item}: picks in common with all`,
      value: common,
      unit: `of ${budget}`,
      target: '',
      pass: null,
    });
    report({
      item: `${item}: coverage against all`,
      value: Number(ratio.toFixed(4)),
      unit: '',
      target: '',
      pass: null,
    });
  }
}

async function main(): Promise<void> {
  const own = process.argv.find((word) => word.startsWith('--measure='));
  if (own !== undefined) await measure(own.slice('--measure='.length));
  else {
    const needed = 2 * 4 * images * columns;
    for (const selector of strategies)
      if (freemem() < needed) skip(`${selector} at ${images}`, 'less memory is free than twice the matrix');
      else measureApart(selector);
    await compareWithExact('max-herding', [0.05, 0.2]);
    await compareWithExact('typiclust', [0.1, 0.4]);
  }
  await kernels.release();
}

void main();
