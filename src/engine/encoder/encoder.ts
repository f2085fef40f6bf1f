import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { EncoderChoice } from '../../protocol/engine.ts';
import { DECODE_VERSION, type PixelSpec } from '../decode/decode.ts';
import { canonicalDescription, type EncoderDescription, parseDescription } from './description.ts';

/** An encoder found on disk and described, not yet run. */
export interface Encoder {
  /** Absolute path of the ONNX file. */
  readonly file: string;
  readonly description: EncoderDescription;
  /** Names its embeddings in the cache: changes whenever the embedding of any image may change. */
  readonly key: string;
}

export interface EncoderFinder {
  /** Throws `bad-encoder` with the way out if the model or its description is missing or wrong. */
  find(choice: EncoderChoice): Promise<Encoder>;
}

/** Finds encoders and remembers the hashes of their files while these stay unchanged. */
export function createEncoderFinder(mediaFolder: string): EncoderFinder {
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
    async find(choice) {
      const file =
        choice.model === 'builtin' ? path.join(mediaFolder, 'encoder', 'builtin.onnx') : choice.model;
      await mustBeFile(file);
      const beside = choice.description ?? `${file.replace(/\.[^./\\]*$/, '')}.json`;
      const described = parseDescription(await readDescription(file, beside), beside);
      const description =
        described.name === ''
          ? { ...described, name: path.basename(file).replace(/\.onnx$/i, '') }
          : described;
      const parts = [await hashOf(file)];
      for (const weights of [`${file}.data`, `${file}_data`])
        if (await isFile(weights)) parts.push(await hashOf(weights));
      parts.push(canonicalDescription(description), `decode ${DECODE_VERSION}`);
      const key = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
      return { file, description, key };
    },
  };
}

/** The pixels an encoder wants, for the decoder. */
export function pixelSpec({ input, resize }: EncoderDescription): PixelSpec {
  return { width: input.width, height: input.height, ...resize };
}

async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return;
  const what = found === undefined ? 'was not found' : 'is not a file';
  throw new UserError(
    'bad-encoder',
    `The encoder ${file} ${what}; give the path of an ONNX file, or "builtin".`,
    { file },
  );
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

async function readDescription(model: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(
      'bad-encoder',
      `The encoder ${model} has no readable description: write ${file} (see docs/encoders.md).`,
      { file, cause: error },
    );
  }
}
