import sharp from 'sharp';
import { inferenceGraph, type TrainingGraph, trainingGraph } from '../../src/core/autograd/graphs.ts';
import { convolutionBlock, dense } from '../../src/core/autograd/layers.ts';
import { globalAveragePool } from '../../src/core/autograd/pooling.ts';
import type { ParameterValues, Value } from '../../src/core/autograd/recorder.ts';
import { Tape } from '../../src/core/autograd/tape.ts';
import type { Batch, Kernels } from '../../src/core/kernels.ts';
import type { Rng } from '../../src/core/rng.ts';

/** Square color images of equal size, channel by channel. */
export interface Images {
  readonly side: number;
  readonly count: number;
  /** count x 3 x side x side, from -1 to 1. */
  readonly data: Float32Array;
}

/** The pretext task of Gidaris, Singh, Komodakis 2018: by how many quarter turns was an image turned? */
const turns = 4;

/** Reads files that are images of side x side pixels. */
export async function readImages(files: readonly string[], side: number): Promise<Images> {
  const area = side * side;
  const data = new Float32Array(files.length * 3 * area);
  for (const [n, file] of files.entries()) {
    const pixels = await sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
    if (pixels.length !== 3 * area) throw new RangeError(`${file} is not of ${side} x ${side} pixels.`);
    for (let i = 0; i < area; i++)
      for (let c = 0; c < 3; c++) data[(n * 3 + c) * area + i] = pixels[3 * i + c] / 127.5 - 1;
  }
  return { side, count: files.length, data };
}

/** Some images in all four turns, with the turns as targets; `rng`: every other one mirrored before. */
export function turned(images: Images, rows: ArrayLike<number>, rng?: Rng): Batch {
  const size = 3 * images.side ** 2;
  const x = new Float32Array(rows.length * turns * size);
  const targets = new Float32Array(rows.length * turns * turns);
  for (let r = 0; r < rows.length; r++) {
    const isMirrored = rng !== undefined && rng.below(2) === 1;
    const image = images.data.subarray(rows[r] * size, (rows[r] + 1) * size);
    for (let turn = 0; turn < turns; turn++) {
      const at = r * turns + turn;
      turnTo(image, images.side, isMirrored, turn, x.subarray(at * size, (at + 1) * size));
      targets[at * turns + turn] = 1;
    }
  }
  return { x, targets };
}

/** Where the number at (row, column) of an image of last + 1 rows comes from, per quarter turns to the left. */
const sources: readonly ((row: number, column: number, last: number) => readonly [number, number])[] = [
  (row, column) => [row, column],
  (row, column, last) => [column, last - row],
  (row, column, last) => [last - row, last - column],
  (row, column, last) => [last - column, row],
];

function turnTo(
  image: Float32Array,
  side: number,
  isMirrored: boolean,
  turn: number,
  into: Float32Array,
): void {
  const last = side - 1;
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) {
      const [row, column] = sources[turn](i, j, last);
      const from = row * side + (isMirrored ? last - column : column);
      for (let c = 0; c < 3; c++) into[c * side * side + i * side + j] = image[c * side * side + from];
    }
}

/** A net of blocks that halve the image, for `count` turned images at once. */
export interface RotationNet {
  readonly side: number;
  /** Channels of each block. */
  readonly widths: readonly number[];
  readonly count: number;
}

export function rotationTraining(net: RotationNet): TrainingGraph {
  const tape = new Tape();
  const targets = tape.input('targets', [net.count, turns]);
  const loss = tape.softmaxCrossEntropy(logits(tape, net), targets);
  return trainingGraph(tape, loss, { kind: 'adam', weightDecay: 1e-3 });
}

/** Share of the turns of some images that a trained net tells; `rows` times four must be a multiple of the net's count. */
export async function rotationAccuracy(
  net: RotationNet,
  parameters: ParameterValues,
  images: Images,
  rows: readonly number[],
  kernels: Kernels,
): Promise<number> {
  const tape = new Tape({ trained: parameters });
  const graph = inferenceGraph(tape, { logits: logits(tape, net) });
  const perBatch = net.count / turns;
  const found = await kernels.infer(graph, rows.length / perBatch, (b) => {
    const { x } = turned(images, rows.slice(b * perBatch, (b + 1) * perBatch));
    return { x };
  });
  const scores = found.get('logits') ?? new Float32Array();
  let right = 0;
  for (let at = 0; at < scores.length; at += turns) {
    const four = scores.subarray(at, at + turns);
    if (four.indexOf(Math.max(...four)) === (at / turns) % turns) right++;
  }
  return right / (rows.length * turns);
}

function logits(tape: Tape, { side, widths, count }: RotationNet): Value {
  const x = tape.input('x', [count, 3, side, side]);
  const features = widths.reduce((v, width, i) => convolutionBlock(tape, v, width, `block${i + 1}`), x);
  return dense(tape, globalAveragePool(tape, features), turns, 'head');
}
