import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { EncoderDraft, EncoderQuestion, ModelPort, WrittenDescription } from '../../protocol/encoder.ts';
import type { ModelPlace } from './modelPlace.ts';
import type { ModelPorts } from './modelPorts.ts';
import { type Found, readPreprocessor, readTimm } from './preprocessor.ts';
import {
  layoutQuestion,
  outputQuestion,
  pixelsQuestion,
  poolingQuestion,
  resizeQuestion,
  sizeQuestion,
} from './questions.ts';
import { type Family, familyOf, pixelPresets } from './wellKnown.ts';

export type Draft = Pick<EncoderDraft, 'description' | 'question' | 'notes'>;
type Input = NonNullable<WrittenDescription['input']>;
type Output = NonNullable<WrittenDescription['output']>;

/** Outputs that are an embedding by their name, the best first. */
const embeddingNames = [
  'image_embeds',
  'embedding',
  'embeddings',
  'features',
  'pooler_output',
  'last_hidden_state',
];

/**
 * Describes a model from its graph, the person's answers, the configuration files beside it and its names, in this order,
 * and asks for the first thing that none of them says. Throws `bad-encoder` for a graph that takes no single image.
 */
export function draftDescription(place: ModelPlace, ports: ModelPorts, given: WrittenDescription): Draft {
  const image = imageInput(place.file, ports.inputs);
  const names = namesOf(place);
  const family = familyOf(names);
  const read = configured(place);
  const questions: (EncoderQuestion | undefined)[] = [];
  const notes = [`The graph takes ${image.shape.join(' x ')} as "${image.name}".`, ...(read?.notes ?? [])];

  const layout = layoutOf(image) ?? given.input?.layout;
  if (layout === undefined) questions.push(layoutQuestion());
  const size = sizeOf({ image, layout, given, read, family, place });
  if (size === undefined) questions.push(sizeQuestion());

  const resize = given.resize?.rule ? given.resize : (read?.given.resize ?? byFamily(family, size));
  if (resize === undefined) questions.push(resizeQuestion(size));
  const pixels = given.pixels ?? read?.given.pixels ?? (family && pixelPresets[family.pixels]);
  if (pixels === undefined) questions.push(pixelsQuestion());
  if (family && (read?.given.pixels === undefined || read.given.resize === undefined))
    notes.push(
      `By its name it is one of the ${family.name} models: what nothing else says is done as they want it.`,
    );

  const output = outputOf(place.file, ports.outputs, given.output, family);
  if ('about' in output) questions.push(output);
  else if (/logits|probabilit|softmax/i.test(output.port.name))
    notes.push(
      `Its output "${output.port.name}" holds class scores; an encoder that ends before its classifier tells images apart better.`,
    );

  const color = given.input?.color ?? read?.given.input?.color;
  const input: Input = {
    ...(ports.inputs.length > 0 && { name: image.name }),
    ...(layout && { layout }),
    ...(size && { size }),
    ...(color && { color }),
    ...(given.input?.batch && { batch: given.input.batch }),
  };
  return {
    description: {
      name: given.name ?? names[0],
      ...(given.source && { source: given.source }),
      input,
      ...(resize && { resize: fitting(resize, size) }),
      ...(pixels && { pixels }),
      ...('about' in output ? {} : { output: output.written }),
    },
    notes,
    ...(questions[0] && { question: questions[0] }),
  };
}

/** What the configuration beside a model says; undefined where there is none. */
export function configured({ preprocessor, config }: ModelPlace): Found | undefined {
  return preprocessor === undefined ? config && readTimm(config) : readPreprocessor(preprocessor);
}

/** The one input, which takes images. */
function imageInput(file: string, inputs: readonly ModelPort[]): ModelPort {
  const bad = (what: string): UserError =>
    new UserError('bad-encoder', `The encoder ${file} ${what}.`, { file });
  if (inputs.length !== 1)
    throw bad(
      `takes ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')}); an encoder takes one, the images: export only the part that sees`,
    );
  const [image] = inputs;
  if (image.type !== 'float32')
    throw bad(`has input "${image.name}" of type ${image.type}; float32 is needed`);
  if (image.shape.length !== 4)
    throw bad(
      `takes an input of rank ${image.shape.length} (${image.shape.join(' x ')}); images are of rank 4, batch x 3 x height x width`,
    );
  return image;
}

function layoutOf({ shape }: ModelPort): 'NCHW' | 'NHWC' | undefined {
  const isChannels = (length: number | string): boolean => length === 3 || /chan/i.test(String(length));
  const [first, last] = [isChannels(shape[1]), isChannels(shape[3])];
  if (first === last) return undefined;
  return first ? 'NCHW' : 'NHWC';
}

function sizeOf({
  image,
  layout,
  given,
  read,
  family,
  place,
}: {
  readonly image: ModelPort;
  readonly layout: 'NCHW' | 'NHWC' | undefined;
  readonly given: WrittenDescription;
  readonly read: Found | undefined;
  readonly family: Family | undefined;
  readonly place: ModelPlace;
}): readonly [number, number] | undefined {
  const [height, width] = layout === 'NHWC' ? image.shape.slice(1, 3) : image.shape.slice(2, 4);
  if (typeof height === 'number' && typeof width === 'number') return [width, height];
  const known = given.input?.size ?? read?.given.input?.size;
  if (known !== undefined) return known;
  const configured = place.config?.image_size;
  // DINOv2 names the size of its training there, and works on smaller images.
  const side = family?.name !== 'DINO' && typeof configured === 'number' ? configured : family?.size;
  return side === undefined ? undefined : [side, side];
}

function byFamily(
  family: Family | undefined,
  size: readonly [number, number] | undefined,
): WrittenDescription['resize'] {
  if (family === undefined) return undefined;
  if (family.resize === 'squash' || size === undefined) return { rule: family.resize };
  return { rule: 'crop', shorterSide: Math.round((Math.max(...size) * 256) / 224) };
}

/** A crop is never larger than what it is cut from. */
function fitting(
  resize: NonNullable<WrittenDescription['resize']>,
  size: readonly [number, number] | undefined,
): NonNullable<WrittenDescription['resize']> {
  if (resize.rule !== 'crop' || resize.shorterSide === undefined || size === undefined) return resize;
  return { ...resize, shorterSide: Math.max(resize.shorterSide, ...size) };
}

function outputOf(
  file: string,
  all: readonly ModelPort[],
  given: Output | undefined,
  family: Family | undefined,
): { readonly port: ModelPort; readonly written: Output } | EncoderQuestion {
  const usable = all.filter(({ type }) => type === 'float32');
  if (usable.length === 0)
    throw new UserError('bad-encoder', `The encoder ${file} has no output of type float32.`, { file });
  const wanted = given?.name;
  const port =
    wanted === undefined || wanted === ''
      ? usable.length === 1
        ? usable[0]
        : embeddingNames.flatMap((name) => usable.filter((port) => port.name === name))[0]
      : usable.find(({ name }) => name === wanted);
  if (port === undefined && wanted)
    throw new UserError(
      'bad-encoder',
      `The encoder ${file} has no output "${wanted}"; it has ${usable.map(({ name }) => name).join(', ')}.`,
      { file },
    );
  if (port === undefined) return outputQuestion(usable);
  const pooling =
    poolingOf(port) ?? given?.pooling ?? (port.shape.length === 3 ? family?.pooling : undefined);
  if (pooling === undefined) return poolingQuestion(port);
  return {
    port,
    written: { name: port.name, pooling, ...(given?.normalize && { normalize: given.normalize }) },
  };
}

/** What the rank of an output leaves no choice about. */
function poolingOf({ shape }: ModelPort): Output['pooling'] {
  const inner = shape.slice(1);
  if (shape.length === 2 || (shape.length > 2 && inner.filter((length) => length !== 1).length <= 1))
    return 'none';
  return shape.length === 4 ? 'mean' : undefined;
}

/** What a model is called, the name to show first: files are often just called model.onnx. */
function namesOf({ file, config }: ModelPlace): readonly string[] {
  const base = path.basename(file).replace(/\.onnx$/i, '');
  const isPlain = /^(vision_)?model([_-]\w+)?$/i.test(base);
  const folders = path
    .dirname(file)
    .split(path.sep)
    .filter((name) => name !== '' && name !== 'onnx')
    .reverse();
  const folder = folders[0] ?? base;
  const configured = [config?._name_or_path, config?.model_type].filter((name) => typeof name === 'string');
  return isPlain ? [folder, ...configured] : [base, ...configured, folder];
}
