import { Tensor } from 'onnxruntime-node';
import { lossOutput, nextOf, rateInput, stepInput, type TrainingGraph } from '../../core/autograd/graphs.ts';
import type { ParameterValues } from '../../core/autograd/recorder.ts';
import { sizeOf } from '../../core/autograd/shape.ts';
import { throwIfAborted, UserError } from '../../core/errors.ts';
import type { Training, TrainingOptions } from '../../core/kernels.ts';
import { feed, tensors } from './feed.ts';
import { floats, GraphSession } from './session.ts';

/**
 * Runs a training graph step by step. What is kept lies in two sets of buffers: a step reads one and writes the other, so
 * that nothing is allocated or copied between steps.
 */
export async function train(
  graph: TrainingGraph,
  start: ParameterValues,
  threads: number,
  { steps, batch, rate, watch, signal, progress }: TrainingOptions,
): Promise<Training> {
  const session = new GraphSession(() => graph.model, threads);
  const loss = new Float32Array(1);
  const losses = new Float32Array(steps);
  let [current, next] = [buffersOf(graph, start), buffersOf(graph, start)];
  let done = 0;
  try {
    for (let isStopped = false; done < steps && !isStopped; done++) {
      throwIfAborted(signal);
      progress?.(done / steps);
      const scalars = {
        [rateInput]: floats(Float32Array.of(rate(done))),
        [stepInput]: new Tensor('float64', Float64Array.of(done + 1), []),
      };
      await session.run(
        { ...current.inputs, ...feed(graph.inputs, await batch(done)), ...scalars },
        { ...next.outputs, [lossOutput]: floats(loss) },
      );
      if (!Number.isFinite(loss[0])) throw diverged(done);
      [current, next] = [next, current];
      losses[done] = loss[0];
      isStopped = watch?.(done, loss[0]) === 'stop';
    }
  } finally {
    await session.release();
  }
  const parameters = new Map(graph.parameters.map(({ name }) => [name, current.values[name]]));
  // The last step may have been the one: no loss has seen what it made.
  if ([...parameters.values()].some((numbers) => !numbers.every(Number.isFinite))) throw diverged(done - 1);
  return { parameters, losses: losses.subarray(0, done) };
}

/** Memory for all that is kept, filled with copies of the starting values; slots are 0. */
function buffersOf({ parameters, slots }: TrainingGraph, start: ParameterValues) {
  const values: Record<string, Float32Array> = {};
  for (const { name, shape } of slots) values[name] = new Float32Array(sizeOf(shape));
  for (const { name, shape } of parameters) {
    const given = start.get(name);
    if (given?.length !== sizeOf(shape))
      throw new RangeError(`Parameter "${name}" [${shape}] starts with ${given?.length ?? 'no'} numbers.`);
    values[name] = given.slice();
  }
  const kept = [...parameters, ...slots];
  return {
    values,
    inputs: tensors(kept, (name) => values[name]),
    outputs: tensors(kept, (name) => values[name], nextOf),
  };
}

function diverged(step: number): UserError {
  return new UserError(
    'bad-input',
    `The training fell apart at step ${step + 1}: its loss is no longer a number. Use a lower learning rate, and check the embeddings for numbers that are not finite.`,
  );
}
