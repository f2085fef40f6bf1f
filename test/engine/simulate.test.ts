import { fork } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/core/types.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { childPort } from '../../src/engine/ports.ts';
import { EngineApi } from '../../src/protocol/engine.ts';
import { connect } from '../../src/protocol/rpc.ts';
import type { SimulateRequest, SimulateResult } from '../../src/protocol/simulate.ts';
import { clusteredWorld, strategyOf } from '../support/simulations.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { paintFolder, quietCall } from './images.ts';

let engineFile: string;
let workerFile: string;
let engine: Engine;
beforeAll(async () => {
  ({ engineFile, workerFile } = await buildEngine());
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

const root = mkdtempSync(path.join(tmpdir(), 'simulate-'));
let folders = 0;

/** A small simulation on rows of a file, with a cache of its own. */
async function requestOf(more: Partial<SimulateRequest> = {}, rows = 120): Promise<SimulateRequest> {
  const { embeddings, truth, classCount } = clusteredWorld(rows);
  const cache = path.join(root, String(folders++));
  const file = `${cache}.npy`;
  await writeNpy(file, embeddings);
  return {
    source: { kind: 'file', embeddings: file, names: Array.from({ length: rows }, (_, i) => String(i)) },
    classes: Array.from({ length: classCount }, (_, c) => `class ${c}`),
    truth,
    strategies: [strategyOf('random'), strategyOf('typiclust'), strategyOf('margin')],
    budgets: [4, 8],
    seeds: [0, 1, 2],
    version: '1.2.3',
    cache,
    ...more,
  };
}

const simulate = async (
  request: SimulateRequest,
  on = engine,
  seen: Progress[] = [],
): Promise<SimulateResult> => on.simulate(request, quietCall(seen));

/** A report without what the clock says. */
function timeless({ report }: SimulateResult): unknown {
  return { ...report, strategies: report.strategies.map(({ secondsPerQuery: _, ...strategy }) => strategy) };
}
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

describe('a simulation', () => {
  it('reports every strategy, budget and head, and the same with any number of workers', async () => {
    const request = await requestOf();
    const seen: Progress[] = [];
    const result = await simulate(request, engine, seen);
    expect(result.tasks).toEqual({ total: 12, reused: 0, workers: 2 });
    expect(seen.at(-1)).toMatchObject({ phase: 'simulate', done: 12, total: 12 });
    const { report } = result;
    expect(report.images).toEqual({ total: 120, leftOut: 0, pool: 84, heldOut: 36 });
    expect(report.reference).toBe('random');
    expect(report.strategies.map(({ strategy }) => strategy.name)).toEqual(['random', 'typiclust', 'margin']);
    expect(report.strategies[0].heads.softmax?.gain.map(({ mean }) => mean)).toEqual([0, 0]);
    expect(report.ceiling.softmax?.mean).toBeGreaterThan(0.6);
    expect(result.csv.split('\r\n').length).toBe(1 + 3 * 3 * 2 * 2 + 1);
    expect(result.svg).toMatch(/^<svg .*<\/svg>\n$/s);

    const alone = createEngine({ workerFile, mediaFolder, threads: 1 });
    try {
      const again = await simulate({ ...request, cache: `${request.cache}-alone` }, alone);
      expect(again.tasks.workers).toBe(1);
      expect(timeless(again)).toEqual(timeless(result));
    } finally {
      await alone.close();
    }
  });

  it('goes on where it was cancelled, passes over a torn line, and runs nothing twice', async () => {
    const request = await requestOf();
    const controller = new AbortController();
    const progress = ({ phase, done }: Progress): void => {
      if (phase === 'simulate' && done === 4) controller.abort();
    };
    await expect(
      Promise.resolve(engine.simulate(request, { signal: controller.signal, progress })),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const whole = await simulate(await requestOf());
    const resumed = await simulate(request);
    expect(resumed.tasks.reused).toBeGreaterThanOrEqual(4);
    expect(timeless(resumed)).toEqual(timeless(whole));

    const lines = linesOf(resumed.file);
    writeFileSync(resumed.file, `${lines.slice(0, 6).join('\n')}\n${lines[6].slice(0, 50)}`);
    const repaired = await simulate(request);
    expect(repaired.tasks.reused).toBe(6);
    expect(timeless(repaired)).toEqual(timeless(whole));
    appendFileSync(repaired.file, 'null\n{"task":1}\n');
    expect((await simulate(request)).tasks.reused).toBe(12);
  });

  it('goes on where its process was killed', async () => {
    const request = await requestOf();
    const options = JSON.stringify({ mediaFolder, threads: 2 });
    const child = fork(engineFile, [options], { execArgv: [], serialization: 'advanced' });
    const killed = connect(EngineApi, childPort(child), {}).simulate(request, {
      onProgress: ({ phase, done }) => phase === 'simulate' && done >= 5 && child.kill('SIGKILL'),
    });
    await expect(killed).rejects.toMatchObject({ code: 'closed' });
    const resumed = await simulate(request);
    expect(resumed.tasks.reused).toBeGreaterThanOrEqual(5);
    expect(timeless(resumed)).toEqual(timeless(await simulate(await requestOf())));
  });

  it('uses again what another strategy, seed or name leaves as it is, and nothing of other inputs', async () => {
    const request = await requestOf({ ceiling: false });
    await simulate(request);
    const renamed = [strategyOf('random', { name: 'chance' }), strategyOf('k-center')];
    const more = await simulate({ ...request, strategies: renamed, seeds: [1, 2, 3] });
    expect(more.tasks).toMatchObject({ total: 6, reused: 2 });
    expect((await simulate({ ...request, version: '2' })).tasks.reused).toBe(0);
    expect((await simulate({ ...request, heads: ['1nn'] })).tasks.reused).toBe(0);
    const truth = request.truth.slice();
    truth[0] = (truth[0] + 1) % 4;
    expect((await simulate({ ...request, truth })).tasks.reused).toBe(0);
  });

  it('leaves out and counts rows without a true class, and rows without an embedding', async () => {
    const request = await requestOf({ strategies: [strategyOf('max-herding')], seeds: [0] });
    const truth = request.truth.slice();
    truth.fill(-1, 0, 30);
    const { embeddings } = clusteredWorld(120);
    embeddings.data[50 * embeddings.cols] = Number.NaN;
    embeddings.data.fill(0, 60 * embeddings.cols, 61 * embeddings.cols);
    if (request.source.kind === 'file') await writeNpy(request.source.embeddings, embeddings);
    const { report } = await simulate({ ...request, truth });
    expect(report.images).toMatchObject({ total: 120, leftOut: 32 });
    expect(report.images.pool + report.images.heldOut).toBe(88);
    expect(report.reference).toBe('max-herding');
  });

  it('embeds a folder first', async () => {
    const folder = path.join(root, 'folder');
    const images = await paintFolder(folder, 16);
    const cache = path.join(root, 'folder-cache');
    const truth = Int32Array.from({ length: 16 }, (_, i) => i % 2);
    const source = { kind: 'folder', images, encoder: { model: 'builtin' }, cache } as const;
    const request = { ...(await requestOf()), source, truth, classes: ['a', 'b'], cache, seeds: [0] };
    const { encoder, report } = await simulate(request);
    expect(encoder?.dimensions).toBe(256);
    expect(report.images).toMatchObject({ total: 16, leftOut: 0 });
  });

  it('refuses what cannot be simulated before it does anything', async () => {
    const request = await requestOf();
    const wrong: readonly (readonly [Partial<SimulateRequest>, string])[] = [
      [{ strategies: [] }, 'no strategy'],
      [{ strategies: [strategyOf('random'), strategyOf('random')] }, 'twice'],
      [{ strategies: [strategyOf('typicluster')] }, 'did you mean typiclust'],
      [
        { strategies: [strategyOf('typiclust', { parameters: { neighbours: 3 } })] },
        'did you mean neighbors',
      ],
      [{ budgets: [] }, 'no budget'],
      [{ budgets: [0] }, 'budget 0'],
      [{ seeds: [] }, 'no seed'],
      [{ seeds: [1.5] }, 'seed 1.5'],
      [{ heads: [] }, 'no head'],
      [{ heldOut: 1 }, 'held-out share is 1'],
      [{ reference: 'badge' }, 'badge takes no part'],
      [{ truth: new Int32Array(120) }, 'one class only'],
      [{ truth: new Int32Array(120).fill(-1) }, 'no class'],
    ];
    for (const [part, says] of wrong) await expect(simulate({ ...request, ...part })).rejects.toThrow(says);
  });

  it('can be cancelled within 300 ms', async () => {
    const request = await requestOf({ budgets: [200, 800], seeds: [0, 1] }, 3000);
    const controller = new AbortController();
    let at = 0;
    const simulating = Promise.resolve(
      engine.simulate(request, { signal: controller.signal, progress: () => {} }),
    );
    setTimeout(() => {
      at = performance.now();
      controller.abort();
    }, 800);
    await expect(simulating).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - at).toBeLessThan(300);
  });
});
