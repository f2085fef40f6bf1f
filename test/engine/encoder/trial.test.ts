import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { TrialRequest } from '../../../src/protocol/encoder.ts';
import type { ImageRef } from '../../../src/protocol/engine.ts';
import { dataFolder } from '../../support/measurement.ts';
import { buildEngine, mediaFolder } from '../build.ts';
import { listFolder, paint, paintFolder } from '../images.ts';
import { description, writeModel } from '../models.ts';

const root = mkdtempSync(path.join(tmpdir(), 'trial-'));
const cache = path.join(root, 'cache');
let engine: Engine;
let images: readonly ImageRef[];
beforeAll(async () => {
  const { workerFile } = await buildEngine();
  engine = createEngine({ workerFile, mediaFolder, threads: 2 });
  images = await paintFolder(path.join(root, 'images'), 40);
});
afterAll(() => engine.close());

const context = (signal = new AbortController().signal) => ({ signal, progress: () => undefined });

function attempt(changes: Partial<TrialRequest> = {}) {
  const request: TrialRequest = {
    encoder: { model: 'builtin' },
    images,
    cache,
    seed: 0,
    theme: 'dark',
    ...changes,
  };
  return engine.tryEncoder(request, context());
}

/** An encoder that subtracts part of the mean over the batch, as quantisation over the batch would. */
function mixingEncoder(): string {
  const file = path.join(root, 'mixing.onnx');
  writeModel(file, {
    input: ['batch', 3, 8, 8],
    output: ['batch', 'd'],
    body: (graph, x) => {
      const rows = graph.node('Flatten', [x], { axis: { int: 1 } });
      const mean = graph.node('ReduceMean', [rows], { axes: { ints: [0] }, keepdims: { int: 1 } });
      graph.node('Sub', [rows, graph.node('Mul', [mean, graph.floats([0.5], [])])], {}, 'y');
    },
  });
  writeFileSync(file.replace('.onnx', '.json'), JSON.stringify(description({ name: 'mixing' })));
  return file;
}

describe('a trial', () => {
  it('embeds 16 images, names the nearest of each, estimates the rest, and keeps nothing', async () => {
    const result = await attempt();
    expect(result.images.length).toBe(16);
    for (const { path: name, nearest } of result.images) {
      expect(nearest.length).toBe(3);
      expect(nearest.map((one) => one.path)).not.toContain(name);
      const values = nearest.map((one) => one.similarity);
      expect(values).toEqual([...values].sort((a, b) => b - a));
    }
    expect(result.remaining).toBe(40);
    expect(result.secondsPerImage).toBeGreaterThan(0);
    expect(result.secondsLeft).toBeCloseTo(40 * result.secondsPerImage, 9);
    expect(result.encoder.notes).toEqual([]);
    expect(existsSync(cache)).toBe(false);
  });

  it('takes the same images with the same seed, and others with another', async () => {
    const names = async (seed: number) => (await attempt({ seed })).images.map((image) => image.path);
    const first = await names(1);
    expect(await names(1)).toEqual(first);
    expect(await names(2)).not.toEqual(first);
  });

  it('finds the copy of an image first', async () => {
    const folder = path.join(root, 'copies');
    await paintFolder(folder, 5);
    const [one] = listFolder(folder);
    copyFileSync(one.file, path.join(folder, 'zz copy.jpg'));
    const { images: found } = await attempt({ images: listFolder(folder) });
    const copied = found.find((image) => image.path === one.path);
    expect(copied?.nearest[0]).toEqual({ path: 'zz copy.jpg', similarity: expect.closeTo(1, 5) });
  });

  it('works with no, one and two images, and with files that are none', async () => {
    expect(await attempt({ images: [] })).toMatchObject({
      images: [],
      remaining: 0,
      secondsPerImage: 0,
      secondsLeft: 0,
      sheet: '',
    });
    const one = await attempt({ images: images.slice(0, 1) });
    expect([one.images.length, one.images[0].nearest, one.sheet]).toEqual([1, [], '']);
    const two = await attempt({ images: images.slice(0, 2) });
    expect(two.images.map((image) => image.nearest.length)).toEqual([1, 1]);
    const file = path.join(root, 'broken.jpg');
    writeFileSync(file, 'no picture');
    const broken = await attempt({
      images: [...images.slice(0, 2), { path: 'broken.jpg', file, size: 10, mtimeMs: 0 }],
    });
    expect(broken.images.length).toBe(2);
    expect(broken.unreadable.map((entry) => entry.path)).toEqual(['broken.jpg']);
  });

  it('counts as remaining only what is not embedded yet', async () => {
    const own = path.join(root, 'cache-of-some');
    const some = images.slice(0, 30);
    await engine.embed(
      { images: some, encoder: { model: 'builtin' }, cache: own, thumbnails: false },
      context(),
    );
    const before = readdirSync(own, { recursive: true }).length;
    expect((await attempt({ cache: own })).remaining).toBe(10);
    expect(readdirSync(own, { recursive: true }).length).toBe(before);
  });

  it('draws a sheet in which a name is data', async () => {
    const folder = path.join(root, 'names');
    mkdirSync(folder);
    const names = ['<img src=x onerror=alert(1)>.jpg', 'a & "b".jpg', '\u0007bell.jpg'];
    for (const [i, name] of names.entries())
      writeFileSync(
        path.join(folder, name),
        await sharp(await paint(i, 64, 64), { raw: { width: 64, height: 64, channels: 3 } })
          .jpeg()
          .toBuffer(),
      );
    const { sheet } = await attempt({ images: listFolder(folder) });
    expect(sheet).not.toContain('<img');
    expect(sheet).toContain('&lt;img');
    expect(sheet).not.toMatch(/<script|href="(?!#p\d|data:image\/jpeg;base64,)/);
    // A picture that a strict reader takes.
    const { width, height, format } = await sharp(Buffer.from(sheet)).metadata();
    expect([format, (width ?? 0) > 300, (height ?? 0) > 100]).toEqual(['svg', true, true]);
  });

  it('warns of an encoder that mixes images up, whose rows are sound all the same', async () => {
    const model = mixingEncoder();
    const { encoder } = await attempt({ encoder: { model } });
    expect(encoder.notes).toEqual([
      expect.stringMatching(/^The encoder mixing .* one image at a time: slower/),
    ]);
    const request = { encoder: { model }, thumbnails: false };
    const all = await engine.embed({ ...request, images, cache: path.join(root, 'all') }, context());
    expect(all.encoder.notes).toEqual(encoder.notes);
    const found = await engine.select(
      {
        source: { kind: 'folder', images, encoder: { model }, cache: path.join(root, 'all') },
        classes: [],
        labels: new Int32Array(40).fill(-1),
        excluded: new Int32Array(0),
        selector: 'k-center',
        parameters: {},
        budget: 2,
        seed: 0,
      },
      context(),
    );
    expect(found.encoder?.notes).toEqual(encoder.notes);
  });

  it('says so of an encoder to which everything is the same', async () => {
    const file = path.join(root, 'blind.onnx');
    writeModel(file, {
      input: ['batch', 3, 8, 8],
      output: ['batch', 'd'],
      body: (graph, x) => {
        const rows = graph.node('Flatten', [x], { axis: { int: 1 } });
        const faint = graph.node('Mul', [rows, graph.floats([1e-4], [])]);
        graph.node('Add', [faint, graph.floats([1], [])], {}, 'y');
      },
    });
    writeFileSync(file.replace('.onnx', '.json'), JSON.stringify(description()));
    const { encoder } = await attempt({ encoder: { model: file } });
    expect(encoder.notes).toEqual([expect.stringContaining('nearly the same to it')]);
  });

  it('is cancelled at once', async () => {
    const controller = new AbortController();
    const running = engine.tryEncoder(
      { encoder: { model: 'builtin' }, images, cache, seed: 0, theme: 'light' },
      context(controller.signal),
    );
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('runs on the CPU, and says why, where a provider does not work', async () => {
    const provider = process.platform === 'darwin' ? 'dml' : 'coreml';
    const { encoder } = await attempt({ encoder: { model: 'builtin', provider } });
    const plain = await attempt();
    expect(encoder.notes).toEqual([
      expect.stringMatching(`^The execution provider ${provider} does not work`),
    ]);
    expect(encoder.key).toBe(plain.encoder.key);
  });

  const quantised = path.join(dataFolder, 'encoders/mobilenetv2-imagenet-dynuint8-asfound.onnx');
  it.skipIf(!existsSync(quantised))(
    `warns of a real 8-bit encoder, and an image has one row whoever is beside it${existsSync(quantised) ? '' : ' (skipped: it is not here)'}`,
    async () => {
      const model = path.join(root, 'mobilenetv2-8bit.onnx');
      copyFileSync(quantised, model);
      const draft = await engine.describeEncoder({ model, given: {} }, context());
      expect(draft.question).toBeUndefined();
      const written = { file: model, description: draft.description, otherwise: root };
      expect(await engine.writeDescription(written, context())).toBe(model);
      const some = images.slice(0, 4);
      const { encoder, images: tried } = await attempt({ encoder: { model }, images: some });
      expect(encoder.notes).toEqual([expect.stringContaining('one image at a time')]);
      expect(tried.length).toBe(4);
      const rows = async (of: readonly ImageRef[], where: string) => {
        const request = { images: of, encoder: { model }, cache: path.join(root, where), thumbnails: false };
        expect((await engine.embed(request, context())).embedded).toBe(of.length);
        const shards = path.join(root, where, 'embeddings', encoder.key);
        return readFileSync(path.join(shards, '0000.npy')).subarray(-of.length * 1000 * 4);
      };
      const alone = await rows(some.slice(0, 1), 'alone');
      const among = await rows(some, 'among');
      const at = [0, 1, 2, 3].map((i) => among.subarray(i * 4000, (i + 1) * 4000));
      expect(at.some((row) => row.equals(alone))).toBe(true);
    },
  );
});
