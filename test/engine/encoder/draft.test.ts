import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EncoderQuestion, WrittenDescription } from '../../../src/protocol/encoder.ts';
import { encoderFinder } from '../../support/encoders.ts';
import { mobileNetFile } from '../../support/mobileNet.ts';
import { mediaFolder } from '../build.ts';
import { flattenModel, writeModel } from '../models.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'draft-'));
const finder = encoderFinder(mediaFolder);
let models = 0;

/** A folder as the Hugging Face hub lays models out. */
function hubFolder(
  name: string,
  options: {
    readonly preprocessor?: unknown;
    readonly config?: unknown;
    readonly input?: readonly (number | string)[];
    readonly output?: readonly (number | string)[];
    readonly shape?: readonly number[];
  },
): string {
  const { input = ['batch', 3, 8, 8], output = ['batch', 192], shape = [0, 192] } = options;
  const home = path.join(folder, String(models++), name);
  mkdirSync(path.join(home, 'onnx'), { recursive: true });
  writeModel(path.join(home, 'onnx/model.onnx'), {
    input,
    output,
    body: (graph, x) => void graph.node('Reshape', [x, graph.integers(shape)], {}, 'y'),
  });
  if (options.preprocessor !== undefined)
    writeFileSync(path.join(home, 'preprocessor_config.json'), JSON.stringify(options.preprocessor));
  if (options.config !== undefined)
    writeFileSync(path.join(home, 'config.json'), JSON.stringify(options.config));
  return home;
}

function bare(name: string, write: (file: string) => void): string {
  const home = path.join(folder, String(models++));
  mkdirSync(home, { recursive: true });
  const file = path.join(home, `${name}.onnx`);
  write(file);
  return file;
}

/** Describes a model, with the choice of a label taken for each question, in turn. */
async function answered(
  model: string,
  labels: readonly string[],
): Promise<{ description: WrittenDescription; asked: readonly EncoderQuestion['about'][] }> {
  let given: WrittenDescription = {};
  const asked: EncoderQuestion['about'][] = [];
  for (const label of [...labels, '']) {
    const { description, question } = await finder.describe({ model, given });
    if (question === undefined) return { description, asked };
    asked.push(question.about);
    const choice = question.choices.find((one) => one.label === label);
    expect(choice, `${label} among ${question.choices.map((one) => one.label).join(', ')}`).toBeDefined();
    given = {
      ...given,
      ...choice?.given,
      input: { ...given.input, ...choice?.given.input },
      output: { ...given.output, ...choice?.given.output },
    };
  }
  throw new Error('more was asked than answered');
}

const dino = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_convert_rgb: true,
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.485, 0.456, 0.406],
  image_processor_type: 'BitImageProcessor',
  image_std: [0.229, 0.224, 0.225],
  resample: 3,
  rescale_factor: 0.00392156862745098,
  size: { shortest_edge: 256 },
};

describe('a Hugging Face folder', () => {
  it('tells all of a DINOv2 export: nothing is asked, and it is an encoder as it is', async () => {
    const home = hubFolder('dinov2-small', {
      preprocessor: dino,
      config: { model_type: 'dinov2', image_size: 518 },
      input: ['batch', 'num_channels', 'height', 'width'],
      output: ['batch', 'tokens', 'dims'],
      shape: [0, 3, -1],
    });
    const { question, description } = await finder.describe({ model: home, given: {} });
    expect(question).toBeUndefined();
    expect(description).toEqual({
      name: 'dinov2-small',
      input: { name: 'x', layout: 'NCHW', size: [224, 224] },
      resize: { rule: 'crop', shorterSide: 256 },
      pixels: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      output: { name: 'y', pooling: 'cls' },
    });
    const found = await finder.find({ model: home });
    expect(found.description.name).toBe('dinov2-small');
    expect(found.description.resize).toEqual({ rule: 'crop', shorterSide: 256 });
    // The same description in a file of its own is the same encoder.
    writeFileSync(path.join(home, 'onnx/model.json'), JSON.stringify(description));
    expect((await finder.find({ model: path.join(home, 'onnx/model.onnx') })).key).toBe(found.key);
  });

  it.each<[string, Record<string, unknown>, WrittenDescription]>([
    [
      'ViT squashes',
      {
        size: { height: 8, width: 8 },
        do_normalize: true,
        image_mean: [0.5, 0.5, 0.5],
        image_std: [0.5, 0.5, 0.5],
      },
      { resize: { rule: 'squash' }, pixels: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } },
    ],
    [
      'a number as the size squashes where nothing is cut out, and is the shorter side where something is',
      { size: 8, do_normalize: false },
      { resize: { rule: 'squash' }, pixels: { range: [0, 1] } },
    ],
    [
      'an old CLIP',
      { size: 10, do_center_crop: true, crop_size: 8, do_normalize: false },
      { resize: { rule: 'crop', shorterSide: 10 }, pixels: { range: [0, 1] } },
    ],
    [
      'ConvNeXt cuts out 7/8',
      {
        size: { shortest_edge: 8 },
        crop_pct: 0.8,
        image_processor_type: 'ConvNextImageProcessor',
        do_normalize: false,
      },
      { resize: { rule: 'crop', shorterSide: 10 }, pixels: { range: [0, 1] } },
    ],
    [
      'bytes as they are',
      { size: { height: 8, width: 8 }, do_rescale: false, do_normalize: false },
      { resize: { rule: 'squash' }, pixels: { range: [0, 255] } },
    ],
    [
      'mean and deviation of bytes',
      {
        size: { height: 8, width: 8 },
        do_rescale: false,
        image_mean: [127.5, 127.5, 127.5],
        image_std: [51, 51, 51],
      },
      { resize: { rule: 'squash' }, pixels: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] } },
    ],
    [
      'EfficientNet goes from -1 to 1',
      { size: { height: 8, width: 8 }, rescale_factor: 1 / 127.5, rescale_offset: true, do_normalize: false },
      { resize: { rule: 'squash' }, pixels: { range: [-1, 1] } },
    ],
  ])('%s', async (_, preprocessor, expected) => {
    const { question, description } = await finder.describe({
      model: hubFolder('net', { preprocessor }),
      given: {},
    });
    expect(question).toBeUndefined();
    expect(description).toMatchObject(expected);
  });

  it('MobileViT takes BGR', async () => {
    const preprocessor = { size: { height: 8, width: 8 }, do_flip_channel_order: true, do_normalize: false };
    const { description } = await finder.describe({ model: hubFolder('net', { preprocessor }), given: {} });
    expect(description.input?.color).toBe('BGR');
  });

  it('of timm is described by its config.json', async () => {
    const config = {
      architecture: 'vit_tiny',
      pretrained_cfg: { input_size: [3, 8, 8], crop_pct: 0.8, mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
    };
    const found = await finder.find({ model: hubFolder('net', { config }) });
    expect(found.description).toMatchObject({
      name: 'net',
      input: { width: 8, height: 8 },
      resize: { rule: 'crop', shorterSide: 10 },
      scale: [expect.closeTo(5, 9), expect.closeTo(5, 9), expect.closeTo(5, 9)],
    });
  });

  it('is refused with what is missing where its files do not say all', async () => {
    const home = hubFolder('net', { preprocessor: { do_normalize: false } });
    await expect(finder.find({ model: home })).rejects.toMatchObject({
      code: 'bad-encoder',
      message: expect.stringMatching(/do not say its resize\. Run Choose Encoder/),
    });
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    await expect(finder.find({ model: empty })).rejects.toThrow(/has no ONNX file \(onnx\/model\.onnx/);
  });
});

describe('a bare ONNX file', () => {
  it('is asked about what nobody tells, and nothing else', async () => {
    const file = bare('net', (to) => flattenModel(to, ['n', 3, 'h', 'w']));
    const { asked, description } = await answered(file, ['224 x 224', 'Cut out the center', '-1 to 1']);
    expect(asked).toEqual(['size', 'resize', 'pixels']);
    expect(description).toMatchObject({
      name: 'net',
      input: { name: 'x', layout: 'NCHW', size: [224, 224] },
      resize: { rule: 'crop', shorterSide: 256 },
      pixels: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      output: { name: 'y', pooling: 'none' },
    });
    await expect(finder.find({ model: file })).rejects.toThrow(/run Choose Encoder, or write .*net\.json/);
  });

  it('is asked for its layout where the graph does not say, and for the width it fixes it is not', async () => {
    const file = bare('net', (to) => flattenModel(to, ['n', 'a', 'b', 'c']));
    const { asked, description } = await answered(file, [
      'Channels last (NHWC)',
      '96 x 96',
      'Squash',
      '0 to 1',
    ]);
    expect(asked).toEqual(['layout', 'size', 'resize', 'pixels']);
    expect(description.input?.layout).toBe('NHWC');
    const fixed = bare('net', (to) => flattenModel(to, ['n', 20, 30, 3]));
    expect((await answered(fixed, ['Pad', '0 to 1'])).description.input).toMatchObject({
      layout: 'NHWC',
      size: [30, 20],
    });
  });

  it('is asked which output and which token', async () => {
    const file = bare('resnet', (to) =>
      writeModel(to, {
        input: ['n', 3, 8, 8],
        output: ['n', 3, 64],
        body: (graph, x) => {
          graph.node('Reshape', [x, graph.integers([0, 3, 64])], {}, 'y');
          graph.node('Flatten', [x], { axis: { int: 1 } }, 'z');
          graph.output('z', 'float32', ['n', 192]);
        },
      }),
    );
    expect(await answered(file, ['z'])).toMatchObject({
      asked: ['output'],
      description: { output: { name: 'z', pooling: 'none' } },
    });
    expect((await answered(file, ['y'])).description.output).toEqual({ name: 'y', pooling: 'mean' });
    const other = bare('net', (to) =>
      writeModel(to, {
        input: ['n', 3, 8, 8],
        output: ['n', 3, 64],
        body: (graph, x) => void graph.node('Reshape', [x, graph.integers([0, 3, 64])], {}, 'y'),
      }),
    );
    expect(await answered(other, ['Squash', '0 to 1', 'The mean of all tokens'])).toMatchObject({
      asked: ['resize', 'pixels', 'pooling'],
      description: { output: { pooling: 'mean' } },
    });
  });

  it('a map of features has its mean taken, and a map of one pixel is a row', async () => {
    const map = bare('mobilenet', (to) =>
      writeModel(to, {
        input: ['n', 3, 8, 8],
        output: ['n', 3, 8, 8],
        body: (graph, x) => void graph.node('Identity', [x], {}, 'y'),
      }),
    );
    expect((await finder.describe({ model: map, given: {} })).description.output?.pooling).toBe('mean');
    const row = bare('mobilenet', (to) =>
      writeModel(to, {
        input: ['n', 3, 8, 8],
        output: ['n', 192, 1, 1],
        body: (graph, x) => void graph.node('Reshape', [x, graph.integers([0, 192, 1, 1])], {}, 'y'),
      }),
    );
    expect((await finder.describe({ model: row, given: {} })).description.output?.pooling).toBe('none');
  });

  it('uses a description that is there and asks nothing; one that is wrong is named', async () => {
    const file = bare('net', (to) => flattenModel(to, ['n', 3, 8, 8]));
    const beside = file.replace('.onnx', '.json');
    const written = { input: { size: [8, 8] }, resize: { rule: 'pad' }, pixels: { range: [0, 1] } };
    writeFileSync(beside, JSON.stringify(written));
    const draft = await finder.describe({ model: file, given: { resize: { rule: 'squash' } } });
    expect([draft.existing, draft.question, draft.description]).toEqual([beside, undefined, written]);
    writeFileSync(beside, '{"input": {"size": [8]}}');
    await expect(finder.describe({ model: file, given: {} })).rejects.toThrow(/net\.json has "input\.size"/);
  });

  it('that takes more than an image is refused', async () => {
    const file = bare('clip', (to) =>
      writeModel(to, {
        input: ['n', 3, 8, 8],
        output: ['n', 192],
        body: (graph, x) => {
          const ids = graph.input('input_ids', 'int64', ['n', 'length']);
          graph.node('Identity', [ids], {}, 'ids');
          graph.output('ids', 'int64', ['n', 'length']);
          graph.node('Flatten', [x], { axis: { int: 1 } }, 'y');
        },
      }),
    );
    await expect(finder.describe({ model: file, given: {} })).rejects.toThrow(
      /takes 2 inputs \(.*input_ids.*\); an encoder takes one/,
    );
    const words = bare('text', (to) => flattenModel(to, ['n', 192]));
    await expect(finder.describe({ model: words, given: {} })).rejects.toThrow(/input of rank 2/);
    const rubbish = bare('rubbish', (to) => writeFileSync(to, 'hello'));
    await expect(finder.describe({ model: rubbish, given: {} })).rejects.toThrow(/not an ONNX model/);
  });

  const network = mobileNetFile();
  it.skipIf(network === undefined)('of ImageNet is known by its name', async () => {
    const { description, question } = await finder.describe({ model: network ?? '', given: {} });
    expect(question).toBeUndefined();
    expect(description).toMatchObject({
      input: { layout: 'NCHW', size: [224, 224] },
      resize: { rule: 'crop', shorterSide: 256 },
      pixels: { mean: [0.485, 0.456, 0.406] },
    });
  });
});
