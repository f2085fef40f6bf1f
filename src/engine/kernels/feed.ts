import type { Port } from '../../core/autograd/recorder.ts';
import { sizeOf } from '../../core/autograd/shape.ts';
import type { Batch } from '../../core/kernels.ts';
import { floats, type Tensors } from './session.ts';

/** Tensors over numbers, without a copy, under the names that a graph knows them by. */
export function tensors(
  ports: readonly Port[],
  numbers: (name: string) => Float32Array,
  nameOf: (name: string) => string = (name) => name,
): Tensors {
  return Object.fromEntries(ports.map(({ name, shape }) => [nameOf(name), floats(numbers(name), ...shape)]));
}

/** A batch as what a graph takes; refuses one that lacks an input or is of another size. */
export function feed(inputs: readonly Port[], batch: Batch): Tensors {
  for (const { name, shape } of inputs) {
    const found = batch[name]?.length;
    if (found !== sizeOf(shape))
      throw new RangeError(`The batch has ${found ?? 'no'} numbers for "${name}", which is [${shape}].`);
  }
  return tensors(inputs, (name) => batch[name]);
}
