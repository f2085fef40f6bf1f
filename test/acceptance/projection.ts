import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as letMessagesIn } from 'node:timers/promises';
import type { Kernels } from '../../src/core/kernels.ts';
import { openMap } from '../../src/core/projection/openMap.ts';
import { fitPca, project } from '../../src/core/projection/pca.ts';
import { firstTwo } from '../../src/core/projection/start.ts';
import type { ProjectionContext } from '../../src/core/projection/umap.ts';
import { createRng } from '../../src/core/rng.ts';
import type { Matrix } from '../../src/core/types.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createKernels } from '../../src/engine/kernels/kernels.ts';
import { mapDefaults, type ProjectResult } from '../../src/protocol/projection.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { quietCall } from '../engine/images.ts';
import { embeddedSet } from '../support/embeddedSets.ts';
import { report, skip } from '../support/measurement.ts';
import { clusteredMatrix } from '../support/syntheticData.ts';
import { trustworthiness } from '../support/trustworthiness.ts';
import { umapJs } from '../support/umapJs.ts';

// The map of cifar10 (50,000 x 512): seconds of the engine, trustworthiness beside that of umap-js from the same neighbors, and
// a map of 1,000,000 generated rows. `--small`: the first 4,000 rows, and 20,000, which only show that it runs.

const isSmall = process.argv.includes('--small');
const sampleRows = isSmall ? 1000 : 4000;
const k = 10;
const kernels = createKernels({ threads: availableParallelism() });

/** Of COMPUTE's 50,000 generated rows, not of these: a figure to look at where umap-js cannot be run. */
const notedForLibraries = 0.984;

function contextOf(kernels: Kernels): ProjectionContext {
  const pause = async (): Promise<void> => void (await letMessagesIn());
  return { kernels, pause, signal: new AbortController().signal, progress: () => {} };
}

function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}

function told(item: string, value: number, unit = ''): void {
  report({ item, value: rounded(value), unit, target: '', pass: null });
}

async function throughEngine(
  X: Matrix,
): Promise<{ readonly pca: ProjectResult; readonly umap: ProjectResult }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-map-'));
  const embeddings = path.join(folder, 'embeddings.npy');
  await writeNpy(embeddings, X);
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: 0 });
  const names = Array.from({ length: X.rows }, (_, row) => String(row));
  const request = {
    source: { kind: 'file', embeddings, names },
    classes: [],
    labels: new Int32Array(X.rows).fill(-1),
    excluded: new Int32Array(0),
    seed: 0,
    ...mapDefaults,
  } as const;
  // The matrix is loaded by whatever a person did before.
  await engine.project({ ...request, method: 'pca' }, quietCall());
  const pca = await engine.project({ ...request, method: 'pca' }, quietCall());
  const umap = await engine.project({ ...request, method: 'umap' }, quietCall());
  await engine.close();
  rmSync(folder, { recursive: true });
  return { pca, umap };
}

async function cifar10(): Promise<void> {
  const set = await embeddedSet('cifar10');
  if (set === undefined) return skip('the map of cifar10', 'the data folder is absent');
  const all = set.embeddings;
  const X = isSmall ? { ...all, rows: 4000, data: all.data.subarray(0, 4000 * all.cols) } : all;
  const { pca, umap } = await throughEngine(X);
  const seconds = (name: string, value: number, most: number): void =>
    report({
      item: `${name} of ${X.rows} x ${X.cols}, by the engine, embeddings loaded`,
      value: rounded(value, 2),
      unit: 's',
      target: `<= ${most} s`,
      pass: isSmall ? null : value <= most,
    });
  seconds('PCA', pca.seconds, 2);
  seconds('UMAP', umap.seconds, 20);
  for (const note of umap.notes) report({ item: 'note', value: note, unit: '', target: '', pass: null });

  const ctx = contextOf(kernels);
  const sample = createRng('trustworthiness').permutation(X.rows).subarray(0, sampleRows).sort();
  const trust = (points: Float32Array): Promise<number> => trustworthiness(X, points, sample, k, kernels);
  const ofPca = await trust(pca.points);
  const ours = await trust(umap.points);
  const what = `trustworthiness (k = ${k}, ${sampleRows} of ${X.rows})`;
  told(`${what} of PCA-2`, ofPca);
  report({
    item: `${what} of ours, above PCA-2`,
    value: rounded(ours - ofPca),
    unit: `(${ours.toFixed(4)})`,
    target: '>= 0.15',
    pass: isSmall ? null : ours >= ofPca + 0.15,
  });
  const components = await project(await fitPca(X, 50, ctx), X, ctx);
  const neighbors = await kernels.nearest(components, components, mapDefaults.neighbors - 1, {
    excludeSelf: true,
  });
  const rng = createRng('umap-js');
  const { minDistance } = mapDefaults;
  const theirs = umapJs(neighbors, { minDistance, epochs: 200, random: () => rng.next() });
  if (theirs === undefined) {
    skip(
      `${what} of umap-js`,
      `umap-js is not installed; ${notedForLibraries} was measured on other, generated rows`,
    );
    return;
  }
  const start = performance.now();
  theirs.initialize();
  const ofTheirs = await trust(theirs.run());
  told(
    'umap-js from the same neighbors, without the search for them',
    (performance.now() - start) / 1000,
    's',
  );
  report({
    item: `${what} of ours, less that of umap-js`,
    value: rounded(ours - ofTheirs),
    unit: `(${ofTheirs.toFixed(4)})`,
    target: '>= -0.005',
    pass: isSmall ? null : ours >= ofTheirs - 0.005,
  });
}

async function million(): Promise<void> {
  const rows = isSmall ? 20_000 : 1_000_000;
  const columns = 128;
  const { points: X } = clusteredMatrix(rows, columns, 200, 0, 0.7);
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const ctx = contextOf(kernels);
  const components = await project(await fitPca(X, 50, ctx), X, ctx);
  told(`PCA of ${rows} x ${columns}`, (performance.now() - start) / 1000, 's');
  const limits = isSmall ? { limits: { mostFitted: 5000, sampleRows: 2000 } } : {};
  const { layout, notes } = await openMap(X, components, { ...mapDefaults, seed: 0, ...limits }, ctx);
  await layout.advance(ctx.pause);
  told(`UMAP of ${rows} x ${columns}, PCA included`, (performance.now() - start) / 1000, 's');
  const most = process.resourceUsage().maxRSS * 1024;
  told(
    `memory for it, beside the embeddings (${Math.round(X.data.byteLength / 1e6)} MB)`,
    (most - before) / 1e6,
    'MB',
  );
  for (const note of notes) report({ item: 'note', value: note, unit: '', target: '', pass: null });
  const sample = createRng('trustworthiness').permutation(rows).subarray(0, sampleRows).sort();
  const trust = (points: Float32Array): Promise<number> => trustworthiness(X, points, sample, k, kernels);
  told(`trustworthiness of it (k = ${k}, ${sampleRows} rows)`, await trust(layout.points));
  told(`trustworthiness of PCA-2 there`, await trust(firstTwo(components)));
}

async function main(): Promise<void> {
  // First: the memory is that of the process, of which others would leave some behind.
  await million();
  await cifar10();
  const load = loadavg().map((value) => value.toFixed(1));
  report({ item: 'load average', value: load.join(' '), unit: '', target: '', pass: null });
  await kernels.release();
}

void main();
