import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { CompareRequest, CompareResult } from '../../src/protocol/compare.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { paintFolder, quietCall } from './images.ts';

let engine: Engine;
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

const root = mkdtempSync(path.join(tmpdir(), 'compare-'));
const strategiesOf = (...selectors: string[]): CompareRequest['strategies'] =>
  selectors.map((selector) => ({ selector, parameters: {} }));

async function filePool(rows: number): Promise<Omit<CompareRequest, 'strategies'>> {
  const rng = createRng(4);
  const embeddings = path.join(root, `${rows}.npy`);
  await writeNpy(embeddings, {
    data: Float32Array.from({ length: rows * 8 }, () => rng.normal()),
    rows,
    cols: 8,
  });
  const labels = new Int32Array(rows).fill(-1);
  for (let row = 0; row < Math.min(20, rows); row++) labels[row] = row % 2;
  return {
    source: { kind: 'file', embeddings, names: Array.from({ length: rows }, (_, i) => String(i)) },
    classes: ['cat', 'dog'],
    labels,
    excluded: Int32Array.of(rows - 1),
    budget: 10,
    seed: 3,
  };
}

const call = (): CallContext<CompareResult> => ({ signal: new AbortController().signal, progress: () => {} });

/** Each batch of a comparison beside what `select` gives for the same request. */
async function expectSame(request: CompareRequest, result: CompareResult): Promise<void> {
  const { strategies, ...shared } = request;
  for (const [i, strategy] of strategies.entries()) {
    const compared = result.strategies[i];
    const { seconds: _, ...alone } = await engine.select({ ...shared, ...strategy }, quietCall());
    if (compared?.kind !== 'batch') throw new Error(`${strategy.selector} has no batch.`);
    const { seconds, ...batch } = compared.batch;
    expect(batch, strategy.selector).toEqual(alone);
    expect(seconds).toBeGreaterThanOrEqual(0);
  }
}

describe('comparing strategies', () => {
  it('gives each the batch that selecting would give, told after each of them', async () => {
    const request = {
      ...(await filePool(400)),
      strategies: strategiesOf('random', 'typiclust', 'margin', 'badge'),
    };
    const parts: CompareResult[] = [];
    const result = await engine.compare(request, { ...call(), part: (part) => parts.push(part) });
    await expectSame(request, result);
    expect(parts.map(({ strategies }) => strategies.length)).toEqual([1, 2, 3, 4]);
    expect(parts[1]?.strategies[1]).toEqual(result.strategies[1]);
    expect(result.ground).toMatchObject({
      labeled: 20,
      candidates: 379,
      clusters: { by: 'k-means', count: 20 },
    });
    expect(result.overlaps.map((overlaps, i) => overlaps[i]?.jaccard)).toEqual([1, 1, 1, 1]);
    expect(result.overlaps[0]?.[2]).toEqual(result.overlaps[2]?.[0]);
    for (const compared of result.strategies) {
      if (compared.kind !== 'batch') throw new Error('refused');
      const { mix, balance, coverage } = compared.measures;
      expect(mix.reduce((sum, { count }) => sum + count, 0)).toBe(10);
      expect(balance).toBeGreaterThan(0);
      expect(coverage.mean).toBeLessThan(result.ground.coverage?.mean ?? 0);
    }
  });

  it('does so in a folder, with constraints, for strategies that look at embeddings and those that do not', async () => {
    const folder = path.join(root, 'folder');
    const images = await paintFolder(folder, 14);
    writeFileSync(path.join(folder, images[3].path), 'broken');
    const source = {
      kind: 'folder',
      images,
      encoder: { model: 'builtin' },
      cache: path.join(root, 'cache'),
    } as const;
    const labels = new Int32Array(14).fill(-1);
    for (const constraints of [
      { excludeDuplicates: 'none', balance: 'none', maxPerGroup: 0 },
      { excludeDuplicates: 'near', balance: 'none', maxPerGroup: 0 },
    ] as const) {
      const request = {
        source,
        classes: [],
        labels,
        excluded: new Int32Array(0),
        strategies: strategiesOf('random', 'k-center', 'max-herding'),
        budget: 12,
        seed: 0,
        constraints,
      };
      await expectSame(request, await engine.compare(request, call()));
    }
  });

  it('tells why a strategy cannot run, and goes on with the others', async () => {
    const pool = await filePool(60);
    const request = {
      ...pool,
      labels: new Int32Array(60).fill(-1),
      strategies: strategiesOf('margin', 'pt4al', 'random'),
    };
    const { strategies, overlaps } = await engine.compare(request, call());
    expect(strategies.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'batch']);
    expect(strategies[0]).toMatchObject({
      selector: 'margin',
      message: expect.stringContaining('labels of two classes'),
    });
    expect(overlaps[0]).toEqual([null, null, null]);
    const { measures } = strategies[2]?.kind === 'batch' ? strategies[2] : { measures: undefined };
    expect(measures).toMatchObject({ mix: [] });
    expect(measures).not.toHaveProperty('balance');
  });

  it('takes what is left where there are fewer images than the budget', async () => {
    for (const rows of [1, 2, 4]) {
      const pool = await filePool(rows);
      const request = {
        ...pool,
        labels: new Int32Array(rows).fill(-1),
        excluded: new Int32Array(0),
        strategies: strategiesOf('random', 'k-center', 'typiclust'),
      };
      const { strategies } = await engine.compare(request, call());
      for (const compared of strategies)
        expect(compared).toMatchObject({
          kind: 'batch',
          batch: { shortfall: 10 - rows },
          measures: { coverage: { radius: 0 } },
        });
    }
  });

  it('refuses one strategy, five, one twice and an unknown one before any work', async () => {
    const pool = await filePool(30);
    const compare = (...selectors: string[]) =>
      engine.compare({ ...pool, strategies: strategiesOf(...selectors) }, call());
    await expect(compare('random')).rejects.toMatchObject({ code: 'usage' });
    await expect(compare('random', 'auto', 'k-center', 'usl', 'bal')).rejects.toMatchObject({
      code: 'usage',
    });
    await expect(compare('random', 'random')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('twice'),
    });
    await expect(compare('random', 'typicluster')).rejects.toMatchObject({
      message: expect.stringContaining('typiclust'),
    });
  });

  it('ends at once when cancelled', async () => {
    const pool = await filePool(20_000);
    const controller = new AbortController();
    const running = engine.compare(
      { ...pool, strategies: strategiesOf('max-herding', 'prob-cover'), budget: 500 },
      { signal: controller.signal, progress: () => controller.abort() },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
