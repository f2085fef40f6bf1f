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
  return tape.add(tape.multiply(normalized(tape, x, name), perChannel(scale)), perChannel(shift));
}

/**
 * With its pullback written out: dx = (dy - mean(dy) - y mean(dy y)) / deviation. Led through the operators, the gradient would
 * pass over the images twice as often.
 */
function normalized(tape: Tape, input: Value, name: string): Value {
  const axes = [...input.shape.keys()].filter((axis) => axis !== 1);
  const mean = (a: Value): Value => tape.mean(a, axes, true);
  const x = tape.detach(input);
  const center = mean(x);
  const centered = tape.subtract(x, center);
  const variance = mean(tape.multiply(centered, centered));
  const deviation = tape.sqrt(tape.add(variance, epsilon));
  keepStatistics(tape, name, center, variance, sizeOf(axes.map((axis) => input.shape[axis])));
  return tape.custom(
    tape.divide(centered, deviation),
    [input],
    [
      (dy, y) => {
        const common = tape.add(mean(dy), tape.multiply(y, mean(tape.multiply(dy, y))));
        return tape.divide(tape.subtract(dy, common), deviation);
      },
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
