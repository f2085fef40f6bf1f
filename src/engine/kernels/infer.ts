import type { InferenceGraph } from '../../core/autograd/graphs.ts';
import { sizeOf } from '../../core/autograd/shape.ts';
import { throwIfAborted } from '../../core/errors.ts';
import type { Batch, KernelOptions } from '../../core/kernels.ts';
import { feed, tensors } from './feed.ts';
import { GraphSession } from './session.ts';

/** Runs a graph batch by batch; each writes into its part of the results. */
export async function infer(
  graph: InferenceGraph,
  batches: number,
  batch: (number: number) => Batch | Promise<Batch>,
  threads: number,
  { signal, progress }: KernelOptions,
): Promise<ReadonlyMap<string, Float32Array>> {
  const session = new GraphSession(() => graph.model, threads);
  const sizes = new Map(graph.outputs.map(({ name, shape }) => [name, sizeOf(shape)]));
  const results = new Map([...sizes].map(([name, size]) => [name, new Float32Array(batches * size)]));
  const part = (name: string, b: number): Float32Array => {
    const size = sizes.get(name) ?? 0;
    return (results.get(name) ?? new Float32Array()).subarray(b * size, (b + 1) * size);
  };
  try {
    for (let b = 0; b < batches; b++) {
      throwIfAborted(signal);
      progress?.(b / batches);
      await session.run(
        feed(graph.inputs, await batch(b)),
        tensors(graph.outputs, (name) => part(name, b)),
      );
    }
  } finally {
    await session.release();
  }
  return results;
}
