import { describe, expect, it } from 'vitest';
import { trainingGraph } from '../../../src/core/autograd/graphs.ts';
import type { Optimizer } from '../../../src/core/autograd/optimizer.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';

const kernels = createKernels({ threads: 1 });
const steps = 60;
const rate = (step: number): number => 0.05 / (1 + step / 10);
const start = { w: [1, -2, 0.5, 3], b: [0.3, -0.7] };
const target = { w: [0.2, 0.1, -1, 4], b: [1, 0.5] };
const curvature = [1, 3, 0.1, 2];

/** The gradient of sum(c (w - target)^2) + sum((b - target)^2). */
function gradient(name: 'w' | 'b', at: readonly number[]): readonly number[] {
  return at.map((x, i) => 2 * (name === 'w' ? curvature[i] : 1) * (x - target[name][i]));
}

async function trained(optimizer: Optimizer): Promise<Readonly<Record<'w' | 'b', Float32Array>>> {
  const tape = new Tape();
  const w = tape.parameter('w', [2, 2]);
  const b = tape.parameter('b', [2]);
  const fromW = tape.subtract(w, tape.constant(target.w, [2, 2]));
  const fromB = tape.subtract(b, tape.constant(target.b, [2]));
  const bowl = tape.sum(tape.multiply(tape.constant(curvature, [2, 2]), tape.multiply(fromW, fromW)), [0, 1]);
  const loss = tape.add(bowl, tape.sum(tape.multiply(fromB, fromB), [0]));
  const { parameters } = await kernels.train(
    trainingGraph(tape, loss, optimizer),
    new Map(Object.entries(start).map(([name, numbers]) => [name, Float32Array.from(numbers)])),
    { steps, rate, batch: () => ({}) },
  );
  const of = (name: string): Float32Array => parameters.get(name) ?? new Float32Array();
  return { w: of('w'), b: of('b') };
}

type Rule = (w: number, g: number, state: number[], step: number, decay: number) => number;

/** The same in plain float64, number by number. */
function reference(name: 'w' | 'b', weightDecay: number, rule: Rule): readonly number[] {
  let at: readonly number[] = start[name];
  const states = at.map(() => [0, 0]);
  for (let step = 0; step < steps; step++) {
    const g = gradient(name, at);
    at = at.map((w, i) => rule(w, g[i], states[i], step, name === 'w' ? weightDecay : 0));
  }
  return at;
}

const sgd =
  (momentum: number): Rule =>
  (w, g, state, step, decay) => {
    state[0] = momentum * state[0] + g + decay * w;
    return w - rate(step) * state[0];
  };

const adam =
  (beta1: number, beta2: number, epsilon: number): Rule =>
  (w, g, state, step, decay) => {
    state[0] = beta1 * state[0] + (1 - beta1) * g;
    state[1] = beta2 * state[1] + (1 - beta2) * g * g;
    const mean = state[0] / (1 - beta1 ** (step + 1));
    const square = state[1] / (1 - beta2 ** (step + 1));
    return w * (1 - rate(step) * decay) - (rate(step) * mean) / (Math.sqrt(square) + epsilon);
  };

const cases: readonly (readonly [string, Optimizer, Rule])[] = [
  ['SGD', { kind: 'sgd' }, sgd(0)],
  ['SGD with weight decay', { kind: 'sgd', weightDecay: 0.1 }, sgd(0)],
  ['SGD with momentum', { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }, sgd(0.9)],
  ['Adam', { kind: 'adam' }, adam(0.9, 0.999, 1e-8)],
  ['AdamW', { kind: 'adam', weightDecay: 0.1 }, adam(0.9, 0.999, 1e-8)],
  ['Adam as told', { kind: 'adam', betas: [0.8, 0.95], epsilon: 1e-3 }, adam(0.8, 0.95, 1e-3)],
];

describe.each(cases)('%s', (_, optimizer, rule) => {
  it('takes the steps of its definition; biases do not decay', async () => {
    const found = await trained(optimizer);
    for (const name of ['w', 'b'] as const) {
      const expected = reference(name, optimizer.weightDecay ?? 0, rule);
      for (const [i, number] of expected.entries())
        expect(Math.abs(found[name][i] - number)).toBeLessThan(1e-6 * (1 + Math.abs(number)));
    }
  });
});
