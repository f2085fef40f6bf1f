import { InferenceSession, Tensor } from 'onnxruntime-node';
import { UserError } from '../../core/errors.ts';
import type { ExecutionProvider } from '../../protocol/engine.ts';
import type { EncoderDescription } from './description.ts';
import { explainLoadError } from './loadErrors.ts';
import { poolOutput } from './pooling.ts';

/** An encoder ready to run, in the native worker. */
export interface EncoderSession {
  /** Columns of an embedding. */
  readonly dimensions: number;
  /** Images that `embed` takes at once, at most. */
  readonly batch: number;
  /** True if images are run one at a time, because what is beside an image changes its row. */
  readonly isOneByOne: boolean;
  /** `pixels`: n x height x width x 3 bytes of RGB, n <= batch. Gives n x D. */
  embed(pixels: Uint8Array): Promise<Float32Array>;
}

/**
 * Loads an encoder and tries it. Throws `bad-encoder` where the file is no ONNX model, needs what is not there, does not
 * fit its description, or gives anything but finite numbers.
 *
 * Runs are always of one size (the last is filled up with zeros), and an encoder whose output depends on what else is
 * in the run gets one image a run: so an image's embedding does not depend on its neighbors in the folder.
 */
export async function openEncoderSession(
  file: string,
  description: EncoderDescription,
  threads: number,
  provider: ExecutionProvider = 'cpu',
): Promise<EncoderSession> {
  const bad = (what: string): UserError =>
    new UserError('bad-encoder', `The encoder ${file} ${what}.`, { file });
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 4,
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      // The decoders share these cores: no thread may spin while it waits, nor wait long for one that lost its core.
      extra: { session: { intra_op: { allow_spinning: '0' }, dynamic_block_base: '4' } },
    });
  } catch (error) {
    const explained = explainLoadError(error);
    throw bad(
      provider === 'cpu'
        ? explained
        : `${explained}; it was to run on ${provider}: set nextBatch.executionProvider to cpu to try without`,
    );
  }
  const { width, height, layout } = description.input;
  const input = port(session.inputMetadata, description.input.name, 'input', bad);
  const output = port(session.outputMetadata, description.output.name, 'output', bad);
  const wanted = layout === 'NCHW' ? [3, height, width] : [height, width, 3];
  const fixed = checkInput(input, wanted, layout, bad);
  const batch = fixed ?? description.input.batch;

  const buffer = new Float32Array(batch * 3 * width * height);
  const fill = createFiller(description, buffer);
  let last: Promise<unknown> = Promise.resolve();

  /** One run of `size` images, the missing ones black; one at a time, because all runs use the same buffer. */
  const run: Run = (images, size) => {
    const turn = last.then(async () => {
      fill(images);
      const length = size * 3 * width * height;
      const feeds = { [input.name]: new Tensor('float32', buffer.subarray(0, length), [size, ...wanted]) };
      const { [output.name]: result } = await session.run(feeds, [output.name]);
      return poolOutput(result, size, description, bad);
    });
    last = turn.catch(() => undefined);
    return turn;
  };

  const bytes = width * height * 3;
  const { dimensions, independent } = await tryOut(run, batch, bytes, bad);
  return {
    dimensions,
    batch,
    isOneByOne: !independent,
    async embed(pixels) {
      const count = pixels.length / bytes;
      const images = Array.from({ length: count }, (_, i) => pixels.subarray(i * bytes, (i + 1) * bytes));
      if (independent) return (await run(images, batch)).slice(0, count * dimensions);
      const rows = new Float32Array(count * dimensions);
      for (const [i, image] of images.entries()) {
        const alone = fixed === undefined ? run([image], 1) : run(Array(fixed).fill(image), fixed);
        rows.set((await alone).subarray(0, dimensions), i * dimensions);
      }
      return rows;
    },
  };
}

type Run = (images: readonly Uint8Array[], size: number) => Promise<Float32Array>;
type Bad = (what: string) => UserError;
type Port = Extract<InferenceSession.ValueMetadata, { isTensor: true }>;

/** The input or output that the description names, or the only one there is. */
function port(
  all: readonly InferenceSession.ValueMetadata[],
  name: string,
  kind: 'input' | 'output',
  bad: Bad,
): Port {
  const names = all.map((entry) => entry.name).join(', ');
  if (name === '' && all.length > 1) throw bad(`has several ${kind}s (${names}); name one as ${kind}.name`);
  const found = name === '' ? all[0] : all.find((entry) => entry.name === name);
  if (found === undefined) throw bad(`has no ${kind} "${name}"; it has ${names}`);
  if (!found.isTensor || found.type !== 'float32')
    throw bad(
      `has ${kind} "${found.name}" of type ${found.isTensor ? found.type : 'sequence or map'}; float32 is needed`,
    );
  return found;
}

/** Checks the input's shape; gives its batch size if that is fixed. */
function checkInput(input: Port, wanted: readonly number[], layout: string, bad: Bad): number | undefined {
  const { shape } = input;
  if (shape.length !== 4)
    throw bad(
      `takes an input of rank ${shape.length} (${shape.join(' x ')}); images are of rank 4, ${layout}`,
    );
  for (const [i, size] of wanted.entries()) {
    const own = shape[i + 1];
    if (typeof own === 'number' && own !== size)
      throw bad(
        `takes ${shape.join(' x ')}, but its description makes batch x ${wanted.join(' x ')} (${layout}); correct input.size or input.layout`,
      );
  }
  return typeof shape[0] === 'number' ? shape[0] : undefined;
}

/** Writes images into the input buffer: layout, channel order and value range of the description; zeros behind them. */
function createFiller(
  { input, scale, offset }: EncoderDescription,
  buffer: Float32Array,
): (images: readonly Uint8Array[]) => void {
  const area = input.width * input.height;
  const planar = input.layout === 'NCHW';
  const channels = [0, 1, 2].map((channel) => {
    const place = input.color === 'RGB' ? channel : 2 - channel;
    const values = Float32Array.from(
      { length: 256 },
      (_, byte) => (byte / 255) * scale[channel] + offset[channel],
    );
    return { channel, values, start: planar ? place * area : place, step: planar ? 1 : 3 };
  });
  return (images) => {
    for (const [i, image] of images.entries())
      for (const { channel, values, start, step } of channels) {
        let to = i * 3 * area + start;
        for (let from = channel; from < image.length; from += 3, to += step) buffer[to] = values[image[from]];
      }
    buffer.fill(0, images.length * 3 * area);
  };
}

/** Two runs on noise: are the numbers finite, do images differ, and does an image depend on those beside it? */
async function tryOut(
  run: Run,
  batch: number,
  bytes: number,
  bad: Bad,
): Promise<{ dimensions: number; independent: boolean }> {
  const images = Array.from({ length: batch }, (_, i) => testImage(bytes, i));
  let together: Float32Array;
  let alone: Float32Array;
  try {
    together = (await run(images, batch)).slice();
    alone = (await run([images[0]], batch)).slice();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw bad(`could not be run on a trial image (${firstLine(error)})`);
  }
  const dimensions = together.length / batch;
  if (!together.every(Number.isFinite))
    throw bad('gives values that are not finite on a trial image; check pixels.mean, std or range');
  let scale = 0;
  let difference = 0;
  for (let j = 0; j < dimensions; j++) {
    scale = Math.max(scale, Math.abs(together[j]));
    difference = Math.max(difference, Math.abs(together[j] - alone[j]));
  }
  if (scale === 0) throw bad('gives nothing but zeros on a trial image; check pixels.mean, std or range');
  return { dimensions, independent: difference <= 1e-4 * scale };
}

/** Blocks of deterministic noise: not flat, and different from image to image. */
function testImage(bytes: number, seed: number): Uint8Array {
  return Uint8Array.from(
    { length: bytes },
    (_, i) => (Math.imul((i >> 3) + seed * 977, 0x9e3779b1) >>> 24) & 255,
  );
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0].slice(0, 200);
}
