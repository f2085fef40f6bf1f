import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.ts';
import { writeNpy } from '../../src/dataset/npy.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { SelectRequest, SelectResult } from '../../src/protocol/engine.ts';
import { buildEngine, mediaFolder } from './build.ts';
import { listFolder, paintFolder, quietCall } from './images.ts';

let engine: Engine;
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
});
afterAll(() => engine.close());

const root = mkdtempSync(path.join(tmpdir(), 'select-'));
const select = (request: Partial<SelectRequest> & Pick<SelectRequest, 'source'>): Promise<SelectResult> => {
  const { source } = request;
  const size = source.kind === 'folder' ? source.images.length : source.names.length;
  const whole: SelectRequest = {
    classes: [],
    labels: new Int32Array(size).fill(-1),
    excluded: new Int32Array(0),
    selector: 'k-center',
    parameters: {},
    budget: 3,
    seed: 1,
    ...request,
  };
  return Promise.resolve(engine.select(whole, quietCall()));
};

async function matrixFile(name: string, rows: number, seed = 1): Promise<string> {
  const rng = createRng(seed);
  const data = Float32Array.from({ length: rows * 4 }, () => rng.normal());
  const file = path.join(root, name);
  await writeNpy(file, { data, rows, cols: 4 });
  return file;
}
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));
const rowsOf = ({ picks }: SelectResult): number[] => picks.map(({ index }) => index);

describe('selecting from a folder', () => {
  it('embeds what is missing, and never picks what is labeled, excluded or unreadable', async () => {
    const folder = path.join(root, 'folder');
    await paintFolder(folder, 12);
    writeFileSync(path.join(folder, '0003.jpg'), 'broken');
    const images = listFolder(folder);
    const labels = new Int32Array(12).fill(-1);
    labels[0] = 0;
    const source = {
      kind: 'folder',
      images,
      encoder: { model: 'builtin' },
      cache: path.join(root, 'cache'),
    } as const;
    const result = await select({ source, labels, classes: ['cat'], excluded: Int32Array.of(5), budget: 20 });
    expect(rowsOf(result).sort((a, b) => a - b)).toEqual([1, 2, 4, 6, 7, 8, 9, 10, 11]);
    expect(result.shortfall).toBe(11);
    expect(result.unreadable.map((entry) => entry.path)).toEqual(['0003.jpg']);
    expect(result.encoder?.dimensions).toBe(256);
    const again = await select({ source, labels, classes: ['cat'], excluded: Int32Array.of(5), budget: 20 });
    expect(rowsOf(again)).toEqual(rowsOf(result));
    expect(again.inputs).toEqual(result.inputs);
  });

  it('spreads what imported predictions are unsure of over the embeddings of the folder', async () => {
    const folder = path.join(root, 'predicted');
    const images = await paintFolder(folder, 6);
    const file = path.join(root, 'predicted.csv');
    writeFileSync(file, `path,p_a,p_b\n${images.map((image) => `${image.path},0.6,0.4\n`).join('')}`);
    const source = {
      kind: 'folder',
      images,
      encoder: { model: 'builtin' },
      cache: path.join(root, 'predicted cache'),
    } as const;
    const result = await select({ source, predictions: { file }, selector: 'margin' });
    expect(rowsOf(result)).toHaveLength(3);
    expect(result.encoder?.dimensions).toBe(256);
    expect(result.notes.join(' ')).not.toContain('Without embeddings');
  });

  it('does not embed for a strategy that needs no embeddings, nor for a request that is wrong', async () => {
    const folder = path.join(root, 'untouched');
    const images = await paintFolder(folder, 3);
    const source = {
      kind: 'folder',
      images,
      encoder: { model: 'no-such.onnx' },
      cache: path.join(root, 'none'),
    } as const;
    expect((await select({ source, selector: 'random' })).picks.length).toBe(3);
    await expect(select({ source, selector: 'k-centre' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('k-center'),
    });
    await expect(select({ source, budget: 0 })).rejects.toMatchObject({ code: 'usage' });
    await expect(select({ source })).rejects.toMatchObject({ code: 'bad-encoder' });
  });
});

describe('selecting from a .npy file', () => {
  it('gives the same picks for the same input and seed, with hashes of all it depended on', async () => {
    const embeddings = await matrixFile('a.npy', 50);
    const source = { kind: 'file', embeddings, names: names(50) } as const;
    const first = await select({ source });
    expect(first.picks.length).toBe(3);
    expect(await select({ source })).toMatchObject({ picks: first.picks, inputs: first.inputs });
    for (const hash of Object.values(first.inputs)) expect(hash).toMatch(/^[0-9a-f]{64}$/);

    const labels = new Int32Array(50).fill(-1);
    labels[7] = 0;
    const labeled = await select({ source, labels, classes: ['cat'] });
    expect(labeled.inputs.labels).not.toBe(first.inputs.labels);
    expect(labeled.inputs.embeddings).toBe(first.inputs.embeddings);
    const renamed = await select({ source: { ...source, names: names(50).reverse() } });
    expect(renamed.inputs.pool).not.toBe(first.inputs.pool);
    const other = await select({ source: { ...source, embeddings: await matrixFile('b.npy', 50, 2) } });
    expect(other.inputs.embeddings).not.toBe(first.inputs.embeddings);
  });

  it('reads a file again when it was written again', async () => {
    const embeddings = await matrixFile('changing.npy', 20);
    const source = { kind: 'file', embeddings, names: names(20) } as const;
    const before = await select({ source });
    await matrixFile('changing.npy', 20, 9);
    expect((await select({ source })).inputs.embeddings).not.toBe(before.inputs.embeddings);
  });

  it('takes cluster ids from a file, and refuses a wrong number of them or of names', async () => {
    const embeddings = await matrixFile('c.npy', 10);
    const source = { kind: 'file', embeddings, names: names(10) } as const;
    const clusters = path.join(root, 'ids.npy');
    const header = Buffer.alloc(128, ' ');
    header.write("\x93NUMPY\x01\0v\0{'descr': '<i4', 'fortran_order': False, 'shape': (10,), }", 'latin1');
    header[127] = 10;
    writeFileSync(
      clusters,
      Buffer.concat([header, Buffer.from(Int32Array.from({ length: 10 }, (_, i) => i % 2).buffer)]),
    );
    const { picks } = await select({
      source,
      clusters: { file: clusters },
      selector: 'typiclust',
      budget: 2,
    });
    expect(new Set(picks.map(({ index }) => index % 2)).size).toBe(2);
    const eleven = { ...source, names: names(11) };
    await expect(select({ source: eleven })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('10 rows, but there are 11 names'),
    });
    await expect(select({ source: eleven, clusters: { file: clusters } })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('has 10 rows for 11 images'),
    });
    const text = path.join(root, 'text.npy');
    mkdirSync(root, { recursive: true });
    writeFileSync(text, 'hello');
    await expect(select({ source: { ...source, embeddings: text } })).rejects.toMatchObject({
      code: 'bad-input',
      file: text,
    });
  });

  it('can be cancelled within 300 ms', async () => {
    const embeddings = await matrixFile('large.npy', 5_000);
    const controller = new AbortController();
    let at = 0;
    const request: SelectRequest = {
      source: { kind: 'file', embeddings, names: names(5_000) },
      classes: [],
      labels: new Int32Array(5_000).fill(-1),
      excluded: new Int32Array(0),
      selector: 'typiclust',
      parameters: {},
      budget: 50,
      seed: 0,
    };
    const progress = ({ phase }: { phase: string }): void => {
      if (phase === 'load' || at > 0) return;
      at = performance.now();
      controller.abort();
    };
    await expect(
      Promise.resolve(engine.select(request, { signal: controller.signal, progress })),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(at).toBeGreaterThan(0);
    expect(performance.now() - at).toBeLessThan(300);
  });
});
