import { type Initial, ones, zeros } from './initial.ts';
import type { Value } from './recorder.ts';
import { sizeOf } from './shape.ts';
import type { Tape } from './tape.ts';

/** Added to variances, so that a channel that is the same everywhere stays finite. */
const epsilon = 1e-5;
/** Share of a batch in the running statistics. */
const momentum = 0.1;

/**
 * Batch normalisation (Ioffe, Szegedy 2015) of n x channels (x height x width): each channel with mean 0 and variance 1, then
 * scaled and shifted by learned numbers. In training the statistics are those of the batch; for inference those that ran
 * along. `name` begins the names of its parameters.
 */
export function batchNorm(tape: Tape, x: Value, name: string): Value {
  const channels = x.shape[1];
  const parameter = (of: string, initial?: Initial): Value =>
    tape.parameter(`${name}/${of}`, [channels], initial);
  const scale = parameter('scale', ones);
  const shift = parameter('shift');
  if (!tape.isTraining)
    return tape.record({
      type: 'BatchNormalization',
      inputs: [x, scale, shift, parameter('mean'), parameter('variance')],
      attributes: { epsilon: { float: epsilon } },
      shape: x.shape,
    });
  const perChannel = (a: Value): Value => tape.reshape(a, [channels, ...x.shape.slice(2).map(() => 1)]);
  return normalized(tape, name, x, perChannel(scale), perChannel(shift));
}

/**
 * y = scale (x - mean(x)) / deviation(x) + shift, with its pullbacks written out: led through the operators, the gradient would
 * pass over the images twice as often.
 */
function normalized(tape: Tape, name: string, input: Value, scale: Value, shift: Value): Value {
  const axes = [...input.shape.keys()].filter((axis) => axis !== 1);
  const sum = (a: Value): Value => tape.sum(a, axes, true);
  const mean = (a: Value): Value => tape.mean(a, axes, true);
  const x = tape.detach(input);
  const center = mean(x);
  const centered = tape.subtract(x, center);
  const variance = mean(tape.multiply(centered, centered));
  keepStatistics(tape, name, center, variance, sizeOf(axes.map((axis) => input.shape[axis])));

  const steady = tape.add(variance, epsilon);
  const deviation = tape.sqrt(steady);
  const factor = tape.divide(tape.detach(scale), deviation);
  return tape.custom(
    tape.add(tape.multiply(centered, factor), tape.detach(shift)),
    [input, scale, shift],
    [
      (dy) => {
        const along = tape.divide(mean(tape.multiply(dy, centered)), steady);
        const rest = tape.subtract(tape.subtract(dy, mean(dy)), tape.multiply(centered, along));
        return tape.multiply(rest, factor);
      },
      (dy) => tape.divide(sum(tape.multiply(dy, centered)), deviation),
      (dy) => dy,
    ],
  );
}

/** Mean and (as is usual, unbiased) variance of `count` numbers per channel, running along. */
function keepStatistics(tape: Tape, name: string, center: Value, variance: Value, count: number): void {
  const run = (of: string, initial: Initial, batch: Value): void => {
    const shape = [sizeOf(batch.shape)];
    const news = tape.multiply(tape.reshape(batch, shape), momentum);
    tape.keep({ name: `${name}/${of}`, shape, initial, role: 'statistic' }, (old) =>
      tape.add(tape.multiply(old, 1 - momentum), news),
    );
  };
  run('mean', zeros, center);
  run('variance', ones, tape.multiply(variance, count / Math.max(1, count - 1)));
}
