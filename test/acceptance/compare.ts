// Comparing strategies on 50,000 real images: seconds for four of them, the same batches as selecting gives, and a cancel.
import path from 'node:path';
import { createRng } from '../../src/core/rng.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { CompareRequest, CompareResult } from '../../src/protocol/compare.ts';
import { buildEngine, mediaFolder } from '../engine/build.ts';
import { embeddedSet } from '../support/embeddedSets.ts';
import { dataFolder, report, skip } from '../support/measurement.ts';

const budget = 50;
const selectors = ['auto', 'random', 'typiclust', 'k-center'];
const mostCancelMs = 300;

async function main(): Promise<void> {
  const set = await embeddedSet('cifar10');
  if (set === undefined) return skip('compare', 'the data folder is not here');
  const { workerFile } = await buildEngine();
  const engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  const order = createRng('compare').permutation(set.labels.length);
  const embeddings = path.join(dataFolder, 'embeddings/cifar10-train-50000x512-mnv2pca-f16.npy');
  for (const labeled of [0, 1000]) {
    const known = new Set(order.subarray(0, labeled));
    const request: CompareRequest = {
      source: { kind: 'file', embeddings, names: set.names },
      classes: set.classes,
      labels: set.labels.map((c, row) => (known.has(row) ? c : -1)),
      excluded: new Int32Array(0),
      strategies: selectors.map((selector) => ({ selector, parameters: {} })),
      budget,
      seed: 0,
    };
    await measure(engine, request, `${set.labels.length} images, ${labeled} labels`);
  }
  await engine.close();
}

async function measure(engine: Engine, request: CompareRequest, what: string): Promise<void> {
  const item = `compare: ${selectors.join(', ')}, ${request.budget} of ${what}`;
  const told = (part: string, value: number, unit: string): void =>
    report({ item: `${item}: ${part}`, value, unit, target: '', pass: null });
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 10) / 100;
  const parts: number[] = [];
  const result = await engine.compare(request, { ...quiet(), part: () => parts.push(seconds()) });
  told('all', seconds(), 's');
  told('until the first batch is told', parts[0], 's');
  for (const compared of result.strategies)
    if (compared.kind === 'batch')
      told(compared.batch.selector, Math.round(100 * compared.batch.seconds) / 100, 's');
  const different = await differences(engine, request, result);
  report({
    item: `${item}: batches that differ from those of select`,
    value: different,
    unit: '',
    target: '0',
    pass: different === 0,
  });
  const { ms, next } = await cancelMs(engine, request);
  report({
    item: `${item}: cancelled in the middle`,
    value: Math.round(ms),
    unit: 'ms',
    target: `< ${mostCancelMs} ms`,
    pass: ms < mostCancelMs,
  });
  told('from the cancel to another batch, of random', Math.round(next), 'ms');
}

async function differences(
  engine: Engine,
  request: CompareRequest,
  { strategies }: CompareResult,
): Promise<number> {
  const { strategies: asked, ...shared } = request;
  let count = 0;
  for (const [i, strategy] of asked.entries()) {
    const { picks, inputs } = await engine.select({ ...shared, ...strategy }, quiet());
    const compared = strategies[i];
    const isSame =
      compared?.kind === 'batch' &&
      JSON.stringify([picks, inputs]) === JSON.stringify([compared.batch.picks, compared.batch.inputs]);
    if (!isSame) count++;
  }
  return count;
}

/** From the moment that a person cancels, while the second strategy chooses, until the call has ended. */
async function cancelMs(
  engine: Engine,
  request: CompareRequest,
): Promise<{ readonly ms: number; readonly next: number }> {
  const controller = new AbortController();
  let asked = 0;
  const part = (): void => {
    setTimeout(() => {
      asked ||= performance.now();
      controller.abort();
    }, 300);
  };
  await Promise.resolve(
    engine.compare(request, { signal: controller.signal, progress: () => {}, part }),
  ).catch(() => undefined);
  const ms = performance.now() - asked;
  // What was cancelled must not go on behind the next one.
  const { strategies: _, ...shared } = request;
  await engine.select({ ...shared, selector: 'random', parameters: {} }, quiet());
  return { ms, next: performance.now() - asked };
}

function quiet() {
  return { signal: new AbortController().signal, progress: () => {} };
}

void main();
