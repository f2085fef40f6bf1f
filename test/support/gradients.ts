import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Value } from '../../src/core/autograd/recorder.ts';
import { type Shape, sizeOf } from '../../src/core/autograd/shape.ts';
import { Tape } from '../../src/core/autograd/tape.ts';
import { createRng } from '../../src/core/rng.ts';

type Numbers = Readonly<Record<string, readonly number[] | Float32Array>>;

/** A loss of parameters, with their values. */
export interface LossCase {
  /** float64 by default; float32 for operators that onnxruntime does not have in it. */
  readonly element?: 'float32' | 'float64';
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Values of the parameters; what is missing is drawn from the standard normal. */
  readonly values?: Numbers;
  /** If it is not one number, the loss is its sum with drawn weights. */
  readonly loss: (tape: Tape, parameters: Readonly<Record<string, Value>>) => Value;
}

/** Loss and gradients of a case, by name of the parameter; with `backward` false the loss only. */
export async function gradientsOf({
  element = 'float64',
  shapes,
  values = {},
  loss,
}: LossCase): Promise<{ readonly loss: number; readonly gradients: ReadonlyMap<string, Float64Array> }> {
  const tape = new Tape({ element });
  const scalar = oneNumber(tape, loss(tape, parametersOf(tape, shapes)));
  const gradients = tape.gradients(scalar);
  tape.output('loss', scalar);
  for (const { name, shape } of tape.parameters)
    tape.output(`${name}/gradient`, gradients.get(name) ?? tape.constant(0, shape));
  const results = await runGraph(tape, shapes, drawn(shapes, values));
  return {
    loss: results.loss[0],
    gradients: new Map(Object.keys(shapes).map((name) => [name, results[`${name}/gradient`]])),
  };
}

/** Gradients by central differences: exact for what is linear in each number, whatever the step. */
export async function finiteDifferences(
  { element = 'float64', shapes, values = {}, loss }: LossCase,
  step: number,
): Promise<ReadonlyMap<string, Float64Array>> {
  const tape = new Tape({ element });
  tape.output('loss', oneNumber(tape, loss(tape, parametersOf(tape, shapes))));
  const session = await InferenceSession.create(tape.graph.build(), { logSeverityLevel: 3 });
  const at = drawn(shapes, values);
  const lossAt = async (name: string, i: number, change: number): Promise<number> => {
    const moved = { ...at, [name]: at[name].with(i, at[name][i] + change) };
    const { loss: found } = await session.run(tensorsOf(element, shapes, moved));
    return Number(found.data[0]);
  };
  const gradients = new Map<string, Float64Array>();
  for (const [name, shape] of Object.entries(shapes)) {
    const gradient = new Float64Array(sizeOf(shape));
    for (let i = 0; i < gradient.length; i++)
      gradient[i] = ((await lossAt(name, i, step)) - (await lossAt(name, i, -step))) / (2 * step);
    gradients.set(name, gradient);
  }
  await session.release();
  return gradients;
}

/** The largest difference of two sets of gradients, as a share of the largest number of its tensor (and of 1e-3 at least). */
export function worstError(
  found: ReadonlyMap<string, Float64Array>,
  expected: ReadonlyMap<string, Float64Array>,
): number {
  let worst = 0;
  for (const [name, numbers] of expected) {
    const scale = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 1e-3);
    for (const [i, number] of numbers.entries())
      worst = Math.max(worst, Math.abs((found.get(name)?.[i] ?? Number.NaN) - number) / scale || 0);
    if (found.get(name)?.some(Number.isNaN) ?? true) return Number.NaN;
  }
  return worst;
}

/** Runs what is on a tape, whose outputs are named already. */
async function runGraph(
  tape: Tape,
  shapes: Readonly<Record<string, Shape>>,
  values: Readonly<Record<string, Float64Array>>,
): Promise<Readonly<Record<string, Float64Array>>> {
  const session = await InferenceSession.create(tape.graph.build(), { logSeverityLevel: 3 });
  const results = await session.run(tensorsOf(tape.element, shapes, values));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Float64Array.from(data as Float64Array)]),
  );
}

function parametersOf(tape: Tape, shapes: Readonly<Record<string, Shape>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, tape.parameter(name, shape)]),
  );
}

function oneNumber(tape: Tape, value: Value): Value {
  if (value.shape.length === 0) return value;
  const rng = createRng('weights');
  const weights = Array.from({ length: sizeOf(value.shape) }, () => rng.below(7) - 3);
  return tape.sum(tape.multiply(value, tape.constant(weights, value.shape)), [...value.shape.keys()]);
}

function drawn(
  shapes: Readonly<Record<string, Shape>>,
  values: Numbers,
): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const rng = createRng(name);
      const given = values[name] ?? Array.from({ length: sizeOf(shape) }, () => rng.normal());
      return [name, Float64Array.from(given)];
    }),
  );
}

function tensorsOf(
  element: 'float32' | 'float64',
  shapes: Readonly<Record<string, Shape>>,
  values: Readonly<Record<string, Float64Array>>,
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const data = element === 'float64' ? values[name] : Float32Array.from(values[name]);
      return [name, new Tensor(element, data, shape)];
    }),
  );
}
