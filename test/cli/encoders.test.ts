import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { flattenModel, writeModel } from '../engine/models.ts';
import { type Cli, prepareCli } from '../support/cli.ts';
import { put, temporaryFolder } from '../support/datasets.ts';
import { paintPictures } from '../support/pictures.ts';

let cli: Cli;
beforeAll(async () => {
  cli = await prepareCli();
});

/** No machine has it: Core ML is Apple's, DirectML is Windows'. */
const absent = process.platform === 'darwin' ? 'dml' : 'coreml';
const sentence = new RegExp(
  `^The execution provider ${absent} does not work here \\(.*\\), so the encoder runs on the CPU\\.$`,
  'm',
);

/** A Hugging Face folder in `folder`, whole but for what is left out. */
function hubFolder(folder: string, preprocessor: object): string {
  const home = path.join(folder, 'downloads', 'net');
  mkdirSync(path.join(home, 'onnx'), { recursive: true });
  flattenModel(path.join(home, 'onnx/model.onnx'), ['batch', 3, 8, 8]);
  writeFileSync(path.join(home, 'preprocessor_config.json'), JSON.stringify(preprocessor));
  return home;
}

describe('a Hugging Face folder', () => {
  test('is an encoder as it is', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 5);
    const elsewhere = temporaryFolder();
    hubFolder(elsewhere, { size: { height: 8, width: 8 }, do_normalize: false });
    const words = ['embed', folder, '--encoder', 'downloads/net', '--json'];
    const { out, code } = await cli(words, { directory: elsewhere });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      embedded: 5,
      encoder: { name: 'net', dimensions: 192, inputSize: [8, 8], notes: [] },
    });
  });

  test('that lacks something is refused with what it lacks', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 2);
    const home = hubFolder(folder, { do_normalize: false });
    const { err, code } = await cli(['embed', folder, '--encoder', home]);
    expect(code).toBe(1);
    expect(err).toMatch(/do not say its resize\. Run Choose Encoder once, or write .*model\.json/);
  });
});

describe('encoder inspect', () => {
  test('says what a model takes and gives, and what nothing says', async () => {
    const folder = temporaryFolder();
    flattenModel(path.join(folder, 'net.onnx'), ['batch', 3, 'h', 'w']);
    const { out, code } = await cli(['encoder', 'inspect', 'net.onnx'], { directory: folder });
    expect(code).toBe(0);
    expect(out).toContain('takes "x": float32 batch x 3 x h x w');
    expect(out).toContain('Not known yet: How large are the images the model takes? 224 x 224');
    const json = await cli(['encoder', 'inspect', 'net.onnx', '--json'], { directory: folder });
    expect(JSON.parse(json.out)).toMatchObject({
      file: path.join(folder, 'net.onnx'),
      inputs: [{ name: 'x', type: 'float32', shape: ['batch', 3, 'h', 'w'] }],
      existing: null,
      missing: 'size',
    });
  });

  test('needs a path', async () => {
    expect(await cli(['encoder', 'inspect'])).toMatchObject({ code: 2 });
  });
});

describe('an encoder that is slow or not where it was meant to run', () => {
  test('is told once a call, on stderr', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 3);
    const model = path.join(folder, 'mixing.onnx');
    writeModel(model, {
      input: ['batch', 3, 8, 8],
      output: ['batch', 'd'],
      body: (graph, x) => {
        const rows = graph.node('Flatten', [x], { axis: { int: 1 } });
        const mean = graph.node('ReduceMean', [rows], { axes: { ints: [0] }, keepdims: { int: 1 } });
        graph.node('Sub', [rows, mean], {}, 'y');
      },
    });
    const description = { input: { size: [8, 8] }, resize: { rule: 'squash' }, pixels: { range: [0, 1] } };
    put(folder, ['mixing.json', JSON.stringify(description)]);
    const { err, code } = await cli(['embed', folder, '--encoder', model]);
    expect(code).toBe(0);
    expect(err.match(/one image at a time/g)).toHaveLength(1);
  });

  test('runs on the CPU where the provider does not work, with one sentence', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 3);
    const { err, out, code } = await cli(['embed', folder, '--execution-provider', absent, '--json']);
    expect(code).toBe(0);
    expect(err).toMatch(sentence);
    const plain = await cli(['embed', folder, '--json']);
    expect(JSON.parse(plain.out).encoder.key).toBe(JSON.parse(out).encoder.key);
    expect(JSON.parse(plain.out)).toMatchObject({ reused: 3, embedded: 0 });
  });

  test('is not chosen by the settings of a folder nobody trusts', async () => {
    const folder = temporaryFolder();
    await paintPictures(folder, 3);
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({ 'nextBatch.executionProvider': absent }),
    );
    const { err, code } = await cli(['embed', folder]);
    expect(code).toBe(0);
    expect(err).toMatch(
      /sets nextBatch\.executionProvider, which can load foreign code, so it is ignored; --trust/,
    );
    expect(err).not.toMatch(sentence);
    expect((await cli(['embed', folder, '--trust'])).err).toMatch(sentence);
  });

  test('must be a provider that there is', async () => {
    const { err, code } = await cli(['embed', '--execution-provider', 'gpu']);
    expect([code, err]).toEqual([2, expect.stringMatching(/must be one of cpu, cuda, dml, coreml, webgpu/)]);
  });
});
