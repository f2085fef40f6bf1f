import { describe, expect, it, vi } from 'vitest';
import { inferenceGraph, type TrainingGraph, trainingGraph } from '../../../src/core/autograd/graphs.ts';
import { he, initialValues } from '../../../src/core/autograd/initial.ts';
import type { ParameterValues, Value } from '../../../src/core/autograd/recorder.ts';
import { cosine } from '../../../src/core/autograd/schedule.ts';
import { Tape } from '../../../src/core/autograd/tape.ts';
import type { Batch, Training, TrainingOptions } from '../../../src/core/kernels.ts';
import { createRng } from '../../../src/core/rng.ts';
import { createKernels } from '../../../src/engine/kernels/kernels.ts';
import { GraphSession } from '../../../src/engine/kernels/session.ts';
import { rotationTraining, turned } from '../../support/rotations.ts';

const size = 32;

/** Two classes that no line parts: whether two coordinates have the same sign. */
function batch(step: number): Batch {
  const rng = createRng(`batch ${step}`);
  const x = Float32Array.from({ length: 2 * size }, () => rng.normal());
  const targets = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) targets[2 * i + Number(x[2 * i] * x[2 * i + 1] > 0)] = 1;
  return { x, targets };
}

function logits(tape: Tape): Value {
  const x = tape.input('x', [size, 2]);
  const hidden = tape.relu(
    tape.add(tape.matmul(x, tape.parameter('w1', [2, 32], he)), tape.parameter('b1', [32])),
  );
  return tape.add(tape.matmul(hidden, tape.parameter('w2', [32, 2], he)), tape.parameter('b2', [2]));
}

function network(): TrainingGraph {
  const tape = new Tape();
  tape.parameter('unused', [3, 2], he);
  const loss = tape.softmaxCrossEntropy(logits(tape), tape.input('targets', [size, 2]));
  return trainingGraph(tape, loss, { kind: 'adam', weightDecay: 1e-4 });
}

function trained(options: Partial<TrainingOptions> = {}, threads = 1): Promise<Training> {
  const graph = network();
  const steps = options.steps ?? 300;
  return createKernels({ threads }).train(graph, initialValues(graph.parameters, createRng(7)), {
    steps,
    batch,
    rate: cosine(0.02, steps, 10),
    ...options,
  });
}

async function accuracy(parameters: ParameterValues): Promise<number> {
  const tape = new Tape({ trained: parameters });
  const graph = inferenceGraph(tape, { logits: logits(tape) });
  const batches = 10;
  const found = await createKernels({ threads: 1 }).infer(graph, batches, (b) => ({ x: batch(-1 - b).x }));
  const scores = found.get('logits') ?? [];
  let right = 0;
  for (let b = 0; b < batches; b++)
    for (let i = 0; i < size; i++) {
      const at = 2 * (b * size + i);
      if (scores[at + 1] > scores[at] === (batch(-1 - b).targets[2 * i + 1] === 1)) right++;
    }
  return right / (batches * size);
}

describe('train', () => {
  it('learns what the batches show, and infer applies it', async () => {
    const { parameters, losses } = await trained();
    expect(losses).toHaveLength(300);
    expect(losses[299]).toBeLessThan(losses[0] / 4);
    expect(await accuracy(parameters)).toBeGreaterThan(0.9);
  });

  it.each([1, 2])('gives the same bits again with %i threads', async (threads) => {
    expect(await trained({ steps: 40 }, threads)).toEqual(await trained({ steps: 40 }, threads));
  });

  it.each([1, 2])('gives the same bits again for a conv net with %i threads', async (threads) => {
    const net = { side: 16, widths: [16, 32], count: 64 };
    const graph = rotationTraining(net);
    const rng = createRng('images');
    const data = Float32Array.from({ length: 16 * 3 * 256 }, () => rng.normal());
    const images = turned({ side: 16, count: 16, data }, [...Array(16).keys()]);
    const once = (): Promise<Training> =>
      createKernels({ threads }).train(graph, initialValues(graph.parameters, createRng(1)), {
        steps: 8,
        batch: () => images,
        rate: () => 0.01,
      });
    const first = await once();
    expect(first.losses[7]).toBeLessThan(first.losses[0]);
    expect(await once()).toEqual(first);
  });

  it('leaves the starting values, and parameters that the loss does not depend on, as they are', async () => {
    const graph = network();
    const start = initialValues(graph.parameters, createRng(7));
    const before = new Map([...start].map(([name, numbers]) => [name, numbers.slice()]));
    const { parameters } = await createKernels({ threads: 1 }).train(graph, start, {
      steps: 3,
      batch,
      rate: () => 0.1,
    });
    expect(start).toEqual(before);
    expect(parameters.get('unused')).toEqual(start.get('unused'));
    expect(parameters.get('w1')).not.toEqual(start.get('w1'));
  });

  it('tells how far it is and what the losses are, and stops when it is told to', async () => {
    const shares: number[] = [];
    const watched: number[] = [];
    const { losses } = await trained({
      steps: 10,
      progress: (share) => shares.push(share),
      watch: (step, loss) => {
        watched.push(loss);
        return step === 3 ? 'stop' : undefined;
      },
    });
    expect(shares).toEqual([0, 0.1, 0.2, 0.3]);
    expect([...losses]).toEqual(watched);
  });

  it('takes batches that come later', async () => {
    const later = await trained({ steps: 5, batch: async (step) => batch(step) });
    expect(later).toEqual(await trained({ steps: 5 }));
  });

  it('rejects with `cancelled` between two steps', async () => {
    const controller = new AbortController();
    let steps = 0;
    const running = trained({
      signal: controller.signal,
      watch: (step) => {
        steps = step + 1;
        if (steps === 2) controller.abort();
        return undefined;
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toBe(2);
  });

  it('ends with a sentence when the loss is no longer a number', async () => {
    const broken = (step: number): Batch => {
      const { x, targets } = batch(step);
      return { x: step === 4 ? x.fill(Number.NaN) : x, targets };
    };
    await expect(trained({ batch: broken })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('at step 5'),
    });
  });

  it('releases its session however it ends', async () => {
    const release = vi.spyOn(GraphSession.prototype, 'release');
    await trained({ steps: 2 });
    expect(release).toHaveBeenCalledTimes(1);
    await trained({ signal: AbortSignal.abort() }).catch(() => {});
    await trained({ batch: () => ({ x: new Float32Array(2 * size).fill(Number.NaN) }) }).catch(() => {});
    expect(release).toHaveBeenCalledTimes(3);
    release.mockRestore();
  });

  it('says so too when it is the last step that breaks the parameters', async () => {
    await expect(trained({ steps: 1, rate: () => Number.POSITIVE_INFINITY })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ['a batch without an input', () => trained({ batch: () => ({ x: batch(0).x }) })],
    ['a batch of another size', () => trained({ batch: () => ({ ...batch(0), x: new Float32Array(3) }) })],
    [
      'a parameter without a start',
      () => createKernels({ threads: 1 }).train(network(), new Map(), { steps: 1, batch, rate: () => 0.1 }),
    ],
  ])('refuses %s', async (_, act) => {
    await expect(act()).rejects.toThrow(RangeError);
  });
});
