import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { DescribeRequest, EncoderDraft, WrittenDescription } from '../../protocol/encoder.ts';
import type { EncoderChoice, ExecutionProvider } from '../../protocol/engine.ts';
import { DECODE_VERSION, type PixelSpec } from '../decode/decode.ts';
import {
  canonicalDescription,
  type EncoderDescription,
  parseDescription,
  readDescription,
} from './description.ts';
import { configured, draftDescription } from './draft.ts';
import { besideModel, isFile, type ModelPlace, placeOf } from './modelPlace.ts';
import type { ModelPorts } from './modelPorts.ts';

/** An encoder found on disk and described, not yet run. */
export interface Encoder {
  /** Absolute path of the ONNX file. */
  readonly file: string;
  readonly description: EncoderDescription;
  /** Names its embeddings in the cache: changes whenever the embedding of any image may change. */
  readonly key: string;
  /** What runs it. */
  readonly provider: ExecutionProvider;
  /** What a person should know of how it runs. */
  readonly notes: readonly string[];
}

export interface EncoderFinder {
  /**
   * Throws `bad-encoder` with the way out if the model or its description is missing or wrong. `described`: in place of
   * the description in a file.
   */
  find(choice: EncoderChoice, described?: WrittenDescription): Promise<Encoder>;
  /** What is known of a model before it has a description, and what must be asked. */
  describe(request: DescribeRequest): Promise<EncoderDraft>;
}

export interface EncoderTools {
  /** Absolute path of `media`. */
  readonly mediaFolder: string;
  /** What the graph of an ONNX file takes and gives. */
  readonly ports: (file: string) => Promise<ModelPorts>;
  /** The provider that will run it, and why not the one that was asked for. */
  readonly provider: (
    asked: ExecutionProvider,
  ) => Promise<{ readonly provider: ExecutionProvider; readonly note?: string }>;
}

/** Finds encoders and remembers the hashes of their files while these stay unchanged. */
export function createEncoderFinder({ mediaFolder, ports, provider }: EncoderTools): EncoderFinder {
  const hashes = new Map<string, string>();

  async function hashOf(file: string): Promise<string> {
    const { size, mtimeMs } = await stat(file);
    const state = `${file}|${size}|${mtimeMs}`;
    const known = hashes.get(state);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    const hex = hash.digest('hex');
    hashes.set(state, hex);
    return hex;
  }

  return {
    async find(choice, written) {
      const model =
        choice.model === 'builtin' ? path.join(mediaFolder, 'encoder', 'builtin.onnx') : choice.model;
      const place = await placeOf(model);
      const { file } = place;
      const described = written
        ? complete(written, `The description of ${file}`, file)
        : await descriptionOf({ ...place, description: choice.description ?? place.description });
      const description =
        described.name === ''
          ? { ...described, name: path.basename(file).replace(/\.onnx$/i, '') }
          : described;
      const runs = await provider(choice.provider ?? 'cpu');
      const parts = [await hashOf(file)];
      for (const weights of [`${file}.data`, `${file}_data`])
        if (await isFile(weights)) parts.push(await hashOf(weights));
      parts.push(canonicalDescription(description), `decode ${DECODE_VERSION}`);
      // Other hardware rounds otherwise: its embeddings are not mixed with those of the CPU.
      if (runs.provider !== 'cpu') parts.push(runs.provider);
      const key = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
      return { file, description, key, provider: runs.provider, notes: runs.note ? [runs.note] : [] };
    },

    async describe({ model, given }) {
      const place = await placeOf(model);
      const { inputs, outputs } = await ports(place.file);
      const { file, description: existing } = place;
      if (existing === undefined)
        return { file, inputs, outputs, ...draftDescription(place, { inputs, outputs }, given) };
      const text = await readFile(existing, 'utf8');
      parseDescription(text, existing);
      const notes = [`${existing} describes it.`];
      return { file, existing, inputs, outputs, description: JSON.parse(text.replace(/^\uFEFF/, '')), notes };
    },
  };

  /** The description beside the model, or what its Hugging Face configuration says. */
  async function descriptionOf(place: ModelPlace): Promise<EncoderDescription> {
    const { file, description } = place;
    if (description !== undefined) return parseDescription(await readText(file, description), description);
    if (configured(place) === undefined) throw undescribed(file);
    const draft = draftDescription(place, await ports(file), {});
    if (draft.question !== undefined)
      throw new UserError(
        'bad-encoder',
        `The encoder ${file} is not described in full: its files do not say its ${draft.question.about}. Run Choose Encoder once, or write ${besideModel(file)} (see docs/encoders.md).`,
        { file },
      );
    return complete(draft.description, `The configuration beside ${file}`, file);
  }
}

function complete(written: WrittenDescription, what: string, file: string): EncoderDescription {
  return readDescription(written, (wrong) => new UserError('bad-encoder', `${what} ${wrong}.`, { file }));
}

/** The pixels an encoder wants, for the decoder. */
export function pixelSpec({ input, resize }: EncoderDescription): PixelSpec {
  return { width: input.width, height: input.height, ...resize };
}

async function readText(model: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw undescribed(model, file, error);
  }
}

function undescribed(model: string, file = besideModel(model), cause?: unknown): UserError {
  return new UserError(
    'bad-encoder',
    `The encoder ${model} has no readable description: run Choose Encoder, or write ${file} (see docs/encoders.md).`,
    { file, cause },
  );
}
