import { expect, it } from 'vitest';
import { batchNorm } from '../../../src/core/autograd/batchNorm.ts';
import { convolve } from '../../../src/core/autograd/convolution.ts';
import { globalAveragePool, maxPool } from '../../../src/core/autograd/pooling.ts';
import type { Value } from '../../../src/core/autograd/recorder.ts';
import type { Tape } from '../../../src/core/autograd/tape.ts';
import { createRng } from '../../../src/core/rng.ts';
import {
  finiteDifferences,
  gradientsOf,
  type LossCase,
  type Values,
  worstError,
} from '../../support/gradients.ts';
import { convolveByDefinition, maxPoolByDefinition } from '../../support/plainOperators.ts';

interface Operators {
  readonly convolve: typeof convolve;
  readonly maxPool: typeof maxPool;
}

const quick: Operators = { convolve, maxPool };
const plain: Operators = { convolve: convolveByDefinition, maxPool: maxPoolByDefinition };

/** Conv-BN-ReLU-pool twice (the second with stride 2 and no pool), mean of the channels, softmax. */
function network(operators: Operators) {
  return (tape: Tape, { w1, w2, w3 }: Values): Value => {
    const rng = createRng('images');
    const x = tape.constant(
      Array.from({ length: 4 * 2 * 64 }, () => rng.normal()),
      [4, 2, 8, 8],
    );
    const one = batchNorm(tape, operators.convolve(tape, x, w1, { padding: 1 }), 'one');
    const pooled = operators.maxPool(tape, tape.relu(one), 2);
    const two = batchNorm(tape, operators.convolve(tape, pooled, w2, { padding: 1, stride: 2 }), 'two');
    const logits = tape.matmul(globalAveragePool(tape, tape.relu(two)), w3);
    return tape.softmaxCrossEntropy(logits, tape.constant([1, 0, 0, 1, 0.5, 0.5, 0, 0], [4, 2]));
  };
}

const shapes = { w1: [3, 2, 3, 3], w2: [4, 3, 3, 3], w3: [4, 2] };
const exact: LossCase = { shapes, loss: network(plain) };

it('a conv net of plain operators has the gradients that central differences give in float64', async () => {
  const { gradients } = await gradientsOf(exact);
  expect(worstError(gradients, await finiteDifferences(exact, 1e-5))).toBeLessThan(1e-6);
});

it('the same net of quick operators in float32 has the same loss and gradients', async () => {
  const expected = await gradientsOf(exact);
  const found = await gradientsOf({ element: 'float32', shapes, loss: network(quick) });
  expect(found.loss).toBeCloseTo(expected.loss, 5);
  expect(worstError(found.gradients, expected.gradients)).toBeLessThan(1e-5);
});
