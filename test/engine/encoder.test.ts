import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDescription } from '../../src/engine/encoder/description.ts';
import { openEncoderSession } from '../../src/engine/encoder/session.ts';
import { encoderFinder } from '../support/encoders.ts';
import { mediaFolder } from './build.ts';
import { description, externalModel, flattenModel, writeModel } from './models.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'encoder-'));
const parsed = (changes?: Record<string, unknown>) =>
  parseDescription(JSON.stringify(description(changes)), 'enc.json');
let models = 0;
const newFile = (): string => path.join(folder, `${models++}.onnx`);
const nchw = ['batch', 3, 8, 8];
const bytes = 8 * 8 * 3;
/** An image whose red, green and blue planes are flat. */
const flat = (red: number, green: number, blue: number) =>
  Uint8Array.from({ length: bytes }, (_, i) => [red, green, blue][i % 3]);

describe('an encoder session', () => {
  it('feeds NCHW and NHWC, RGB and BGR, with mean and std', async () => {
    const plane = (value: number) => Array<number>(64).fill(value);
    const cases: [string, readonly (number | string)[], Record<string, unknown>, number[]][] = [
      ['NCHW', nchw, {}, [...plane(51), ...plane(102), ...plane(204)]],
      ['NCHW', nchw, { color: 'BGR' }, [...plane(204), ...plane(102), ...plane(51)]],
      ['NHWC', ['batch', 8, 8, 3], { layout: 'NHWC' }, plane(0).flatMap(() => [51, 102, 204])],
      ['NHWC', ['batch', 8, 8, 3], { layout: 'NHWC', color: 'BGR' }, plane(0).flatMap(() => [204, 102, 51])],
    ];
    for (const [name, shape, input, levels] of cases) {
      const file = newFile();
      flattenModel(file, shape);
      const session = await openEncoderSession(file, parsed({ input: { size: [8, 8], ...input } }), 1);
      const row = await session.embed(flat(51, 102, 204));
      expect(
        [...row].map((value) => Math.round(value * 255)),
        name,
      ).toEqual(levels);
    }
    const file = newFile();
    flattenModel(file, nchw);
    const pixels = { mean: [0.2, 0.4, 0.5], std: [0.1, 0.2, 0.5] };
    const row = await (await openEncoderSession(file, parsed({ pixels }), 1)).embed(flat(51, 102, 255));
    for (const [at, value] of [
      [0, 0],
      [64, 0],
      [128, 1],
    ])
      expect(row[at]).toBeCloseTo(value, 5);
    const signed = await openEncoderSession(file, parsed({ pixels: { range: [-1, 1] } }), 1);
    expect((await signed.embed(flat(0, 255, 0))).filter((_, i) => i % 64 === 0)).toEqual(
      Float32Array.of(-1, 1, -1),
    );
  });

  it('pools tokens by mean or by the first, feature maps by mean, and normalizes', async () => {
    // batch x 3 x 8 x 8 as 3 tokens of 64: token t holds color t.
    const tokens = newFile();
    const reshape = (file: string, shape: number[], output: (number | string)[]) =>
      writeModel(file, {
        input: nchw,
        output,
        body: (graph, x) => void graph.node('Reshape', [x, graph.integers(shape)], {}, 'y'),
      });
    reshape(tokens, [0, 3, 64], ['batch', 3, 64]);
    const embed = async (file: string, output: Record<string, unknown>) =>
      (await openEncoderSession(file, parsed({ output }), 1)).embed(flat(255, 0, 51));
    expect((await embed(tokens, { pooling: 'cls' })).every((value) => value === 1)).toBe(true);
    const mean = await embed(tokens, { pooling: 'mean' });
    expect(mean.length).toBe(64);
    expect(mean[63]).toBeCloseTo(0.4, 6);
    const unit = await embed(tokens, { pooling: 'mean', normalize: true });
    expect(Math.hypot(...unit)).toBeCloseTo(1, 6);
    const map = newFile();
    writeModel(map, {
      input: nchw,
      output: nchw,
      body: (graph, x) => void graph.node('Identity', [x], {}, 'y'),
    });
    const pooled = [...(await embed(map, { pooling: 'mean' }))];
    for (const [i, value] of [1, 0, 0.2].entries()) expect(pooled[i]).toBeCloseTo(value, 6);
    await expect(embed(map, { pooling: 'none' })).rejects.toThrow(
      /output of 16 x 3 x 8 x 8; set output\.pooling/,
    );
    await expect(embed(map, { pooling: 'cls' })).rejects.toThrow(/needs batch x tokens/);
  });

  it('keeps to a fixed batch and fills up the last run', async () => {
    const file = newFile();
    flattenModel(file, [4, 3, 8, 8]);
    const session = await openEncoderSession(file, parsed(), 1);
    expect([session.batch, session.dimensions]).toEqual([4, 192]);
    expect((await session.embed(flat(255, 0, 0))).length).toBe(192);
  });

  it('embeds an image alike whoever its neighbors are, even with an encoder that mixes them', async () => {
    // Subtracts the mean over the batch, as a batch-dependent quantisation would.
    const file = newFile();
    writeModel(file, {
      input: nchw,
      output: ['batch', 'd'],
      body: (graph, x) => {
        const rows = graph.node('Flatten', [x], { axis: { int: 1 } });
        const mean = graph.node('ReduceMean', [rows], { axes: { ints: [0] }, keepdims: { int: 1 } });
        graph.node('Sub', [rows, graph.node('Mul', [mean, graph.floats([0.5], [])])], {}, 'y');
      },
    });
    const session = await openEncoderSession(file, parsed(), 1);
    const alone = await session.embed(flat(200, 100, 50));
    const pair = new Uint8Array(2 * bytes);
    // Not black: that is what a run is filled up with.
    pair.set(flat(10, 250, 90));
    pair.set(flat(200, 100, 50), bytes);
    expect((await session.embed(pair)).slice(192)).toEqual(alone);
  });

  it.each<[string, (file: string) => void, Record<string, unknown>, RegExp]>([
    ['no model at all', (file) => writeFileSync(file, 'hello'), {}, /is not an ONNX model|damaged/],
    ['an empty file', (file) => writeFileSync(file, ''), {}, /could not be loaded|not an ONNX model|damaged/],
    ['another rank', (file) => flattenModel(file, ['batch', 192]), {}, /input of rank 2/],
    [
      'another size',
      (file) => flattenModel(file, ['batch', 3, 16, 16]),
      {},
      /takes batch x 3 x 16 x 16, but its description makes batch x 3 x 8 x 8/,
    ],
    [
      'another layout',
      (file) => flattenModel(file, nchw),
      { input: { size: [8, 8], layout: 'NHWC' } },
      /correct input\.size or input\.layout/,
    ],
    [
      'an input of another name',
      (file) => flattenModel(file, nchw),
      { input: { size: [8, 8], name: 'pixels' } },
      /no input "pixels"; it has x/,
    ],
    [
      'an output of another name',
      (file) => flattenModel(file, nchw),
      { output: { name: 'z' } },
      /no output "z"; it has y/,
    ],
    [
      'values that are not finite',
      (file) =>
        flattenModel(file, nchw, (graph, flat) =>
          graph.node('Log', [graph.node('Sub', [flat, graph.floats([5], [])])], {}, 'y'),
        ),
      {},
      /not finite/,
    ],
    [
      'nothing but zeros',
      (file) =>
        flattenModel(file, nchw, (graph, flat) => graph.node('Mul', [flat, graph.floats([0], [])], {}, 'y')),
      {},
      /nothing but zeros/,
    ],
    [
      'an operator that does not exist',
      (file) =>
        writeModel(file, {
          input: nchw,
          output: ['batch', 'd'],
          body: (graph, x) => void graph.node('Frobnicate', [x], {}, 'y'),
        }),
      {},
      /uses an operator this onnxruntime does not have/,
    ],
  ])('refuses %s', async (_, write, changes, message) => {
    const file = newFile();
    write(file);
    const opening = openEncoderSession(file, parsed(changes), 1);
    await expect(opening).rejects.toMatchObject({
      code: 'bad-encoder',
      file,
      message: expect.stringMatching(message),
    });
    await expect(opening).rejects.toThrow(/^[^\n]*\.$/);
  });

  it('refuses a model whose weights in a file beside it are missing', async () => {
    const file = newFile();
    externalModel(file);
    await expect(openEncoderSession(file, parsed(), 1)).rejects.toMatchObject({
      code: 'bad-encoder',
      message: expect.stringContaining('put that file next to it'),
    });
  });

  it('refuses a model of a newer ONNX', async () => {
    const file = newFile();
    flattenModel(file, nchw);
    const model = readFileSync(file);
    // The last byte of our models is the version of their operator set.
    model[model.length - 1] = 99;
    writeFileSync(file, model);
    await expect(openEncoderSession(file, parsed(), 1)).rejects.toMatchObject({
      code: 'bad-encoder',
      message: expect.stringContaining('newer ONNX'),
    });
  });
});

describe('finding an encoder', () => {
  const finder = encoderFinder(mediaFolder);

  it('finds the built-in one; its description agrees with what came with it', async () => {
    const { description: own, key } = await finder.find({ model: 'builtin' });
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    const session = await openEncoderSession(path.join(mediaFolder, 'encoder', 'builtin.onnx'), own, 1);
    expect([session.dimensions, own.input.width, own.input.height, own.resize.rule]).toEqual([
      256,
      128,
      128,
      'squash',
    ]);
  });

  it('tells what is missing', async () => {
    const absent = path.join(folder, 'absent.onnx');
    await expect(finder.find({ model: absent })).rejects.toMatchObject({
      code: 'bad-encoder',
      message: expect.stringContaining('was not found'),
    });
    await expect(finder.find({ model: folder })).rejects.toThrow(/has no ONNX file/);
    const lonely = newFile();
    flattenModel(lonely, nchw);
    await expect(finder.find({ model: lonely })).rejects.toThrow(
      /no readable description: .* write .*\.json/,
    );
  });

  it('gives another key when the model, its weights beside it, or what matters of the description changes', async () => {
    const file = newFile();
    const beside = file.replace('.onnx', '.json');
    flattenModel(file, nchw);
    const keyWith = async (changes: Record<string, unknown>) => {
      writeFileSync(beside, JSON.stringify(description(changes)));
      return (await finder.find({ model: file })).key;
    };
    const first = await keyWith({});
    expect(await keyWith({ name: 'renamed' })).toBe(first);
    expect(await keyWith({ resize: { rule: 'pad' } })).not.toBe(first);
    writeFileSync(`${file}.data`, 'weights');
    expect(await keyWith({})).not.toBe(first);
    const elsewhere = newFile();
    flattenModel(elsewhere, ['n', 3, 8, 8]);
    const other = await finder.find({ model: elsewhere, description: beside });
    expect(other.key).not.toBe(first);
  });
});
