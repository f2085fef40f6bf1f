import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Value } from '../../src/core/autograd/recorder.ts';
import { type Shape, sizeOf } from '../../src/core/autograd/shape.ts';
import { Tape } from '../../src/core/autograd/tape.ts';
import { createRng } from '../../src/core/rng.ts';

type Element = 'float32' | 'float64';
export type Values = Readonly<Record<string, Value>>;
type Gradients = ReadonlyMap<string, Float64Array>;

/** A loss of parameters, with the values at which it is differentiated. */
export interface LossCase {
  /** float64 by default; float32 for operators that onnxruntime does not have in it. */
  readonly element?: Element;
  /** Parameters by name. Others that the loss declares take part with their starting values. */
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Values of the parameters; what is missing is drawn from the standard normal. */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>;
  /** If it is not one number, the loss is its sum with drawn weights. */
  readonly loss: (tape: Tape, parameters: Values) => Value;
}

/** Loss and gradients of a case by reverse mode, by the name of the parameter; 0 where the loss does not depend on it. */
export async function gradientsOf(
  testCase: LossCase,
): Promise<{ readonly loss: number; readonly gradients: Gradients }> {
  const { tape, loss } = written(testCase);
  const gradients = tape.gradients(loss);
  tape.output('loss', loss);
  for (const { name, shape } of tape.parameters)
    tape.output(`${name}/gradient`, gradients.get(name) ?? tape.constant(0, shape));
  const session = await InferenceSession.create(tape.graph.build(), { logSeverityLevel: 3 });
  const results = await session.run(tensorsOf(tape, startOf(tape, testCase)));
  await session.release();
  const numbers = (name: string): Float64Array => Float64Array.from(results[name].data as Float64Array);
  return {
    loss: numbers('loss')[0],
    gradients: new Map(tape.parameters.map(({ name }) => [name, numbers(`${name}/gradient`)])),
  };
}

/** The same by central differences: exact, whatever the step, where the loss is linear in each number. */
export async function finiteDifferences(testCase: LossCase, step: number): Promise<Gradients> {
  const { tape, loss } = written(testCase);
  tape.output('loss', loss);
  const session = await InferenceSession.create(tape.graph.build(), { logSeverityLevel: 3 });
  const start = startOf(tape, testCase);
  const lossAt = async (name: string, i: number, change: number): Promise<number> => {
    const numbers = start.get(name) ?? new Float64Array();
    const moved = new Map([...start, [name, numbers.with(i, numbers[i] + change)]]);
    return Number((await session.run(tensorsOf(tape, moved))).loss.data[0]);
  };
  const gradients = new Map<string, Float64Array>();
  for (const { name, shape } of tape.parameters) {
    const gradient = new Float64Array(sizeOf(shape));
    for (let i = 0; i < gradient.length; i++)
      gradient[i] = ((await lossAt(name, i, step)) - (await lossAt(name, i, -step))) / (2 * step);
    gradients.set(name, gradient);
  }
  await session.release();
  return gradients;
}

/**
 * The largest difference of two sets of gradients, as a share of the largest number of the tensor (or of 1e-3, if that is
 * more); NaN if a number is missing or is none.
 */
export function worstError(found: Gradients, expected: Gradients): number {
  const errors = [...expected].flatMap(([name, numbers]) => {
    const scale = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 1e-3);
    return [...numbers].map((number, i) => Math.abs((found.get(name)?.[i] ?? Number.NaN) - number) / scale);
  });
  return Math.max(...errors);
}

function written({ element = 'float64', shapes, loss }: LossCase) {
  const tape = new Tape({ element });
  const parameters = Object.entries(shapes).map(([name, shape]) => [name, tape.parameter(name, shape)]);
  return { tape, loss: oneNumber(tape, loss(tape, Object.fromEntries(parameters))) };
}

function oneNumber(tape: Tape, value: Value): Value {
  if (value.shape.length === 0) return value;
  const rng = createRng('weights');
  const weights = Array.from({ length: sizeOf(value.shape) }, () => rng.below(7) - 3);
  return tape.sum(tape.multiply(value, tape.constant(weights, value.shape)), [...value.shape.keys()]);
}

function startOf(tape: Tape, { shapes, values = {} }: LossCase): Gradients {
  return new Map(
    [...tape.parameters, ...tape.kept].map(({ name, shape, initial }) => {
      const rng = createRng(name);
      const drawn = (): ArrayLike<number> =>
        name in shapes ? Array.from({ length: sizeOf(shape) }, () => rng.normal()) : initial(shape, rng);
      return [name, Float64Array.from(values[name] ?? drawn())];
    }),
  );
}

function tensorsOf(tape: Tape, numbers: Gradients): Record<string, Tensor> {
  return Object.fromEntries(
    [...tape.parameters, ...tape.kept].map(({ name, shape }) => {
      const exact = numbers.get(name) ?? new Float64Array();
      const data = tape.element === 'float64' ? exact : Float32Array.from(exact);
      return [name, new Tensor(tape.element, data, shape)];
    }),
  );
}
