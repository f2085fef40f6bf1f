import { describe, expect, it } from 'vitest';
import { batchNorm } from '../../../src/core/autograd/batchNorm.ts';
import { inferenceGraph, trainingGraph } from '../../../src/core/autograd/graphs.ts';
import { initialValues } from '../../../src/core/autograd/initial.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import type { Batch } from '../../../src/core/kernels.ts';
import { createRng } from '../../../src/core/rng.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { finiteDifferences, gradientsOf, type LossCase, worstError } from '../../support/gradients.ts';

describe.each([
  ['rows', [7, 3]],
  ['images', [3, 2, 4, 5]],
])('of %s', (_, shape) => {
  it('has the gradients that central differences give in float64', async () => {
    const testCase: LossCase = {
      shapes: { x: shape },
      values: { 'bn/scale': Array(shape[1]).fill(1.5), 'bn/shift': Array(shape[1]).fill(0.5) },
      loss: (t, { x }) => {
        const y = batchNorm(t, x, 'bn');
        return t.multiply(y, y);
      },
    };
    const { gradients } = await gradientsOf(testCase);
    expect([...gradients.keys()]).toEqual(['x', 'bn/scale', 'bn/shift']);
    expect(worstError(gradients, await finiteDifferences(testCase, 1e-4))).toBeLessThan(1e-6);
  });
});

describe('running statistics', () => {
  const rows = 64;
  const batch = (step: number): Batch => {
    const rng = createRng(step);
    // Channel 0 has mean 5 and deviation 3, channel 1 is the same everywhere.
    return { x: Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? 5 + 3 * rng.normal() : 2)) };
  };

  it('cannot be those of two batches', () => {
    const tape = new Tape();
    const x = tape.input('x', [4, 2]);
    batchNorm(tape, x, 'bn');
    expect(() => batchNorm(tape, x, 'bn')).toThrow(RangeError);
  });

  it('run along in training and are used for inference', async () => {
    const tape = new Tape();
    const y = batchNorm(tape, tape.input('x', [rows, 2]), 'bn');
    const graph = trainingGraph(tape, tape.mean(tape.multiply(y, y), [0, 1]), { kind: 'sgd' });
    const kernels = createKernels({ threads: 1 });
    const { parameters } = await kernels.train(graph, initialValues(graph.parameters, createRng(1)), {
      steps: 80,
      batch,
      rate: () => 0,
    });
    const [mean, variance] = ['bn/mean', 'bn/variance'].map((name) => parameters.get(name) ?? []);
    expect(Math.abs(mean[0] - 5)).toBeLessThan(0.4);
    expect(Math.abs(variance[0] - 9)).toBeLessThan(1.5);
    expect(mean[1]).toBeCloseTo(2, 3);
    expect(variance[1]).toBeLessThan(1e-3);

    const applied = new Tape({ trained: parameters });
    const outputs = { y: batchNorm(applied, applied.input('x', [1, 2]), 'bn') };
    const one = (): Batch => ({ x: Float32Array.of(8, 2) });
    const results = await kernels.infer(inferenceGraph(applied, outputs), 1, one);
    const expected = (8 - mean[0]) / Math.sqrt(variance[0] + 1e-5);
    expect(results.get('y')?.[0]).toBeCloseTo(expected, 4);
  });
});
